"""Call fields: the additional details of calls that are declared."""
