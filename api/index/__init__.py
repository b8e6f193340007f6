"""The index: the entry points of the service, at `/`."""
