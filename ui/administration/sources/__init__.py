"""Telephony sources: the servers that may report calls."""
