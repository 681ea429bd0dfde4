"""What it costs to have the group as a part of another graph."""
