"""What the bus is made of: topics and their listeners, and the connections to a server that other nodes share."""
