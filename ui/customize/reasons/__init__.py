"""Call reasons: who calls why, and what the agent sees then."""
