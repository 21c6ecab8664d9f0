"""Inbound Call workspaces: what an agent has open, the drafts in it, and the call record it becomes."""
