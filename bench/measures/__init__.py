"""The measurements, a file for each: what `make bench` runs."""
