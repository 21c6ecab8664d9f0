"""The pages, and ReactPy made dependable under them."""
