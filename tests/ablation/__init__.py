"""What happens without a guard: each is switched off in turn, and a test must fall."""
