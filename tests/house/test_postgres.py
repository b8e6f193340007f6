"""The PostgreSQL of the tests comes by itself and goes by itself."""

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
def _a_server_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAMED, raising=False)


def ask(url: str, question: str) -> str:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        answer = connection.execute(question.encode()).fetchone()
    assert answer is not None
    return str(answer[0])


def data_of(server: Server) -> Path:
    return Path(ask(server.url("postgres"), "SHOW data_directory"))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    # One that has ended and that nobody has asked about is not running.
    status = Path(f"/proc/{process}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


def wait_until_gone(process: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while is_running(process) or folder.exists():
        assert time.monotonic() < deadline, f"{process} runs or {folder} exists"
        time.sleep(0.05)


def test_nothing_is_left_when_the_block_ends() -> None:
    with suppress(KeyboardInterrupt), start() as server:
        data = data_of(server)
        process = int((data / "postmaster.pid").read_text().split()[0])
        assert is_running(process)
        raise KeyboardInterrupt
    assert not is_running(process)
    assert not data.parent.exists()


def test_nothing_is_left_when_the_tests_are_killed() -> None:
    story = (
        "import time, tests.support.postgres as p\nwith p.start() as s: print(s.address, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", story], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        data = data_of(Server(tests.stdout.readline().strip()))
        process = int((data / "postmaster.pid").read_text().split()[0])
        tests.send_signal(signal.SIGKILL)
    wait_until_gone(process, data.parent)


@pytest.mark.parametrize("durable", [False, True])
def test_a_database_is_what_the_service_counts_on(durable: bool) -> None:
    with start(durable=durable) as server:
        url = server.create_database("ærø")
        assert url == server.url("ærø")
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C"
        assert ask(url, "SHOW timezone") == "UTC"
        for promise in ("fsync", "synchronous_commit", "full_page_writes"):
            assert ask(url, f"SHOW {promise}") == ("on" if durable else "off")


def test_a_named_server_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    with start() as ours:
        ours.create_database("somebody_elses")
        monkeypatch.setenv(NAMED, ours.address)
        with start() as named:
            url = named.create_database("somebody_elses")
            assert ask(url, "SELECT current_database()") != "somebody_elses"
            Server(named.address, f"{named.prefix}gw0_").create_database("of_a_worker")
            assert len(ours.databases()) == 3
        assert ours.databases() == ["somebody_elses"]


def test_workers_share_a_server_and_have_a_database_each(tmp_path: Path) -> None:
    (tmp_path / "test_run.py").write_text(
        """
import json, pathlib, psycopg, pytest

@pytest.mark.parametrize("turn", range(8))
def test_turn(turn, postgres_url, worker_id):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        asked = "SELECT current_setting('data_directory'), current_database()"
        pathlib.Path(__file__).with_name(f"{worker_id}.json").write_text(json.dumps(connection.execute(asked).fetchone()))
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
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert "1 failed, 7 passed" in done.stdout, done.stdout + done.stderr
    first, second = (json.loads((tmp_path / f"{worker}.json").read_text()) for worker in ("gw0", "gw1"))
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert not Path(first[0]).parent.exists()
