"""Call scripts: what the agent says."""
