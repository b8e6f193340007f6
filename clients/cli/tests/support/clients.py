"""A client that is connected to a fake service in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import sammen
from fake_service import FakeService


@contextmanager
def connect(service: FakeService) -> Iterator[sammen.Client]:
    """A client that is signed in as a person, and retries without delay."""
    retries = sammen.RetryPolicy(initial_delay=0.0, max_delay=0.0)
    transport = httpx.MockTransport(service)
    with sammen.Client(
        "https://sammen.test", username="anna", password="secret", retries=retries, transport=transport
    ) as client:
        yield client
