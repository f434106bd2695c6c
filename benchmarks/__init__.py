"""What Tumen costs, measured beside its peers: `make bench`."""
