"""The migrations, in the order of their names; made by Piccolo from the tables."""
