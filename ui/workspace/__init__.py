"""One open call: its tab, and its panel with the caller, the call, the script and the notes."""
