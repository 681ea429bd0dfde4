"""The group behind the OpenAI-compatible endpoint, under load."""
