"""Importing contacts from a file: the columns first, then how far it is, then what came of it."""
