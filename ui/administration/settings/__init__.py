"""Site settings: what changes while it runs."""
