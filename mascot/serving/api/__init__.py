"""The group behind an OpenAI-compatible endpoint: ``mascot api``."""
