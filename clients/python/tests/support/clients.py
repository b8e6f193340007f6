"""Clients that are connected to a fake service in memory."""

from typing import Any

import httpx
import sammen
from fake_service import FakeService

WITHOUT_DELAY = sammen.RetryPolicy(initial_delay=0.0, max_delay=0.0)


def connect(service: FakeService, **options: Any) -> sammen.Client:
    """A synchronous client, signed in as a person unless other credentials are given."""
    arguments: dict[str, Any] = {"username": "anna", "password": "secret", "retries": WITHOUT_DELAY, **options}
    return sammen.Client("https://sammen.test", transport=httpx.MockTransport(service), **arguments)


def connect_async(service: FakeService, **options: Any) -> sammen.AsyncClient:
    """An asynchronous client, signed in as a person unless other credentials are given."""
    arguments: dict[str, Any] = {"username": "anna", "password": "secret", "retries": WITHOUT_DELAY, **options}
    return sammen.AsyncClient("https://sammen.test", transport=httpx.MockTransport(service), **arguments)
