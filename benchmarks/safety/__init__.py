"""How well the safety layer tells a disclosure from a figure of speech."""
