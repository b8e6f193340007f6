"""HTTP: parsing of requests, headers, conditional requests, pagination, limits."""
