"""The long proofs, a file for each kind: what `make prove` runs."""
