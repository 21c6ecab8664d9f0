"""The message log, and why an agent got no pop."""
