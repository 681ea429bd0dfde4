"""Phase I and II for models without weights: the group's texts are optimised, not its models.

What training does to weights, this does to the personas' instructions and the director's brief,
against the same rewards, with GEPA's reflective search (arXiv 2507.19457).
"""
