"""Measurements of the job this server exists for; ``make benchmark`` runs them."""
