"""What can be wrong with the address of a database."""


class DatabaseAddressError(ValueError):
    """Say what is wrong with the database address, in words for the person who set it."""
