"""How surely."""
