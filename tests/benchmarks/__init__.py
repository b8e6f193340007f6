"""What is measured, each as a ratio in one run against something else on the same data: `make bench`."""
