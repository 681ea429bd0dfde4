"""A tiny Qwen3 made and pre-trained on the spot, so that every stage runs on a CPU in minutes."""
