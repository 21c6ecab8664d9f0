"""Outcomes: how a call ended, as agents choose it."""
