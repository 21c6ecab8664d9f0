"""What is left to do until calls pop."""
