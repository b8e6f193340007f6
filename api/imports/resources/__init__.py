"""One module per resource that can be imported."""
