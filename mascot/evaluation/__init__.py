"""Evaluation: is a group of companions better, at what, and how surely."""
