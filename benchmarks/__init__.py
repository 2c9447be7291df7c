"""What is claimed about speed and cost, as programs that print it: `make bench`."""
