"""The interfaces of Callbeacon, JSON-RPC and GraphQL: a Litestar app that also runs without pages.

Translate, call one verb of ``models``, translate back: no rule lives here.
"""
