"""Inbound calls: the rules, the ledger, the state of each user, the feed of its changes, the trace of messages."""
