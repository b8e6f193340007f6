"""The asynchronous client, and the source of the synchronous one, which unasync generates from it."""
