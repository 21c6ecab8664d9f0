"""The telephony server's interface, in the order a message passes: endpoint, protocol, methods."""
