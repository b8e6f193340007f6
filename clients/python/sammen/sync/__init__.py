"""The client without asyncio: made from `sammen/aio` by `generate.py`, but for `waiting.py`."""
