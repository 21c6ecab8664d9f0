"""The page of calls: lists with filters, what is due, and all that is known of one call."""
