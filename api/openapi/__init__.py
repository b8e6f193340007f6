"""The OpenAPI document: what FastAPI generates, completed with problems, headers, links and examples."""
