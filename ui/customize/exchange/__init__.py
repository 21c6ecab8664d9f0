"""Moving call management from one site to another in a file."""
