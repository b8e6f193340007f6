"""A service in memory for the tests of both clients."""

from fake_service.service import FakeService, problem

__all__ = ["FakeService", "problem"]
