"""API tokens: keys of third-party tools."""
