"""HTTP: parsing and validation of requests, conditional requests, pagination, response headers and limits."""
