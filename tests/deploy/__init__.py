"""What is shipped beside the code: the image, the composition, the balancer, the unit."""
