"""Fixtures of PostgreSQL: one server for a test run, and a database for each of its workers."""

from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.postgres import Server, start

_running = ExitStack()
_server: Server | None = None


def _shared_server() -> Server:
    """Return the server of this process, and start it the first time."""
    global _server  # noqa: PLW0603  # hooks share state by the module only
    if _server is None:
        _server = _running.enter_context(start())
    return _server


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Under pytest-xdist, start the server in the controller and pass its address to each worker."""
    server = _shared_server()
    node.workerinput["sammen_postgres"] = (server.address, server.prefix)


def pytest_unconfigure() -> None:
    """Stop the server when the run ends, also by Ctrl-C; if the process is killed, the supervisor stops it."""
    global _server  # noqa: PLW0603  # as above
    _server = None
    _running.close()


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Server:
    """The server of the run; the databases of each worker have a prefix of their own."""
    worker = getattr(request.config, "workerinput", None)
    if worker is None:
        return _shared_server()
    address, prefix = worker["sammen_postgres"]
    return Server(address, f"{prefix}{worker['workerid']}_")


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """The URL of this worker's own database, which is empty when the run starts."""
    return postgres_server.create_database("sammen")
