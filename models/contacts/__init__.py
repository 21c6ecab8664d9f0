"""The people who call: contacts, their numbers, and how a caller's number finds them."""
