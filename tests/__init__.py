"""The tests: laid out like the source, with e2e/ (a browser) and failures/ (a broken world)."""
