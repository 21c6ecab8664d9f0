"""What system administrators do without the command line: users, sources, tokens, the logs and the site."""
