"""Fixtures: a fake service and a client that is connected to it."""

from collections.abc import Iterator

import pytest
import sammen
from fake_service import FakeService

from tests.support.clients import connect


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def client(service: FakeService) -> Iterator[sammen.Client]:
    with connect(service) as connected:
        yield connected
