"""The service's own addresses: the index, health checks, metrics, and the list of problems."""
