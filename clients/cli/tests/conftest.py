"""Fixtures: a fake service over HTTP, and the command run against it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_service import FakeService
from fake_service.http_server import serve
from sammen_cli.main import main

from tests.support.command import Run


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def address(service: FakeService) -> Iterator[str]:
    """The fake service over HTTP on a port of this machine."""
    with serve(service) as url:
        yield url


@pytest.fixture
def config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty configuration folder, and an environment without settings of the command."""
    for name in ("URL", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "INSECURE", "LANGUAGE"):
        monkeypatch.delenv(f"SAMMEN_{name}", raising=False)
    monkeypatch.setenv("SAMMEN_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture
def run(address: str, config_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process; returns exit code, standard output and standard error."""
    monkeypatch.setenv("SAMMEN_URL", address)
    monkeypatch.setattr("sammen.sync.transport.sleep", lambda seconds: None)

    def run_command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_command


@pytest.fixture
def signed_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As `run`, after a sign-in."""
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    assert run("login", "--username", "anna")[0] == 0
    monkeypatch.delenv("SAMMEN_PASSWORD")
    return run
