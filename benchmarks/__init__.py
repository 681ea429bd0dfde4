"""What MASCOT costs, measured beside its peers."""
