"""How busy an evaluation keeps its models."""
