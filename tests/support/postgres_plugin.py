"""Fixtures of the real PostgreSQL: one server for a whole run, one database for each of its workers."""

from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.postgres import Server, start

_running = ExitStack()
_server: Server | None = None


def _the_server() -> Server:
    """Starts it when it is first asked for, in the process that leads the run."""
    global _server  # noqa: PLW0603  # hooks have no other place in common
    if _server is None:
        _server = _running.enter_context(start())
    return _server


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Under pytest-xdist the leader starts the server and tells each worker where it is."""
    server = _the_server()
    node.workerinput["sammen_postgres"] = (server.address, server.prefix)


def pytest_unconfigure() -> None:
    """Called however the run ended, Ctrl-C too; if the leader is killed, the server's keeper notices by itself."""
    global _server  # noqa: PLW0603  # as above
    _server = None
    _running.close()


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Server:
    """The run's PostgreSQL; each worker sees its own databases on it, whatever they are called."""
    worker = getattr(request.config, "workerinput", None)
    if worker is None:
        return _the_server()
    address, prefix = worker["sammen_postgres"]
    return Server(address, f"{prefix}{worker['workerid']}_")


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """The url of this worker's own database, empty when the run begins."""
    return postgres_server.create_database("sammen")
