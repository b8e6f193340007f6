"""One module or package for each resource that can be imported, and the registry of them all."""
