"""Training: from contexts to candidates, judgements and pairs, to a reward model and adapters."""
