"""The PostgreSQL server of the tests starts and stops by itself, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import NAMED, Server, start

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_named_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAMED, raising=False)


def query(url: str, statement: str) -> str:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return str(row[0])


def data_folder(server: Server) -> Path:
    return Path(query(server.url("postgres"), "SHOW data_directory"))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    # A zombie has ended, and waits only for its parent to read the exit code.
    status = Path(f"/proc/{process}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


def wait_until_gone(process: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while is_running(process) or folder.exists():
        assert time.monotonic() < deadline, f"{process} runs or {folder} exists"
        time.sleep(0.05)


def test_server_and_folder_are_gone_when_the_block_ends() -> None:
    with suppress(KeyboardInterrupt), start() as server:
        data = data_folder(server)
        process = int((data / "postmaster.pid").read_text().split()[0])
        assert is_running(process)
        raise KeyboardInterrupt
    assert not is_running(process)
    assert not data.parent.exists()


def test_server_and_folder_are_gone_when_the_tests_are_killed() -> None:
    program = (
        "import time, tests.support.postgres as p\nwith p.start() as s: print(s.address, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        data = data_folder(Server(tests.stdout.readline().strip()))
        process = int((data / "postmaster.pid").read_text().split()[0])
        tests.send_signal(signal.SIGKILL)
    wait_until_gone(process, data.parent)


@pytest.mark.parametrize("durable", [False, True])
def test_database_has_the_encoding_collation_and_durability_that_the_service_expects(durable: bool) -> None:
    with start(durable=durable) as server:
        url = server.create_database("ærø")
        assert url == server.url("ærø")
        assert query(url, "SHOW server_encoding") == "UTF8"
        assert query(url, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C"
        assert query(url, "SHOW timezone") == "UTC"
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert query(url, f"SHOW {setting}") == ("on" if durable else "off")


def test_databases_of_a_named_server_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with start() as existing:
        existing.create_database("another_application")
        monkeypatch.setenv(NAMED, existing.address)
        with start() as named:
            url = named.create_database("another_application")
            assert query(url, "SELECT current_database()") != "another_application"
            Server(named.address, f"{named.prefix}gw0_").create_database("of_a_worker")
            assert len(existing.databases()) == 3
        assert existing.databases() == ["another_application"]


def test_workers_share_a_server_and_have_their_own_databases(tmp_path: Path) -> None:
    (tmp_path / "test_run.py").write_text(
        """
import json, pathlib, psycopg, pytest

@pytest.mark.parametrize("turn", range(8))
def test_turn(turn, postgres_url, worker_id):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        statement = "SELECT current_setting('data_directory'), current_database()"
        pathlib.Path(__file__).with_name(f"{worker_id}.json").write_text(json.dumps(connection.execute(statement).fetchone()))
    assert turn != 5
"""
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.support.postgres_plugin",
        "-n2",
        "-c",
        os.devnull,
        str(tmp_path),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "1 failed, 7 passed" in completed.stdout, completed.stdout + completed.stderr
    first, second = (json.loads((tmp_path / f"{worker}.json").read_text()) for worker in ("gw0", "gw1"))
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert not Path(first[0]).parent.exists()
