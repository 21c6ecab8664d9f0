"""Users and their teams."""
