"""Two nodes behind a balancer, with PostgreSQL and Valkey, as plain processes on this machine."""
