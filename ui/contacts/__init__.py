"""The page of all contacts: finding, changing, merging and importing them."""
