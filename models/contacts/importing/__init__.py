"""Importing contacts from a file: stored first, looked at, then read row by row in the background."""
