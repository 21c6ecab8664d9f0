"""What a business administrator shapes: call reasons, call scripts, call fields, outcomes."""
