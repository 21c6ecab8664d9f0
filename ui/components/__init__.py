"""The small parts that pages are made of. /developers/components shows each in every state."""
