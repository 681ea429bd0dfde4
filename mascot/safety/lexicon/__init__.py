"""The words, as data: one concept a file."""
