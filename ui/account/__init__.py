"""What everybody may change about the own account."""
