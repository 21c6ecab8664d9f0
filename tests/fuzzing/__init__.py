"""Input that nobody sends on purpose, at every door of a running server; what it makes the server do is asked."""
