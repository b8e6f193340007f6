"""The client for asyncio. `sammen/sync` is made from the files here by `generate.py`."""
