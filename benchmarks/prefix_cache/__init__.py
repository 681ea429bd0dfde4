"""How much of what is sent a real vLLM has to compute, by prompt layout and by adapter."""
