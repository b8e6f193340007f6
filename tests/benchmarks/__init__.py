"""Benchmarks: each measures a ratio to something else, in the same run on the same data; `make bench` runs them."""
