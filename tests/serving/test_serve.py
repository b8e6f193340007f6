"""The command `sammen-api` as an operator runs it: serving, creating the first administrator, migrating."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.core.settings import Settings
from api.serve import serve
from tests.support.postgres import Server, free_port

PROGRAM = Path(sys.executable).with_name("sammen-api")
PASSWORD = "Lærkerne synger kl. 5"
SECRET = "a secret for tests only, forty characters"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The environment of a service with an empty SQLite database of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAMMEN_")}
    environment |= {"SAMMEN_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/sammen.db", "SAMMEN_TOKEN_SECRET": SECRET}
    return environment


def run(settings: dict[str, str], *arguments: str, input: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], env=settings, input=input, capture_output=True, text=True, timeout=180, check=False
    )


@contextmanager
def served(settings: dict[str, str], *arguments: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A server on a port of its own, once it is ready."""
    port = free_port()
    command = [PROGRAM, "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while not ready(url):
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            assert time.monotonic() < deadline, "the server did not become ready"
            time.sleep(0.05)
        yield url, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with its workers, which hold the pipe that is read here
        process.communicate()


def ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def sign_in(url: str, username: str = "anna", password: str = PASSWORD) -> httpx.Response:
    form = {"grant_type": "password", "username": username, "password": password}
    return httpx.post(f"{url}/v1/token", data=form)


def test_first_administrator_of_an_empty_database_signs_in(settings: dict[str, str]) -> None:
    created = run(settings, "create-admin", "Anna", "--name", "Anna Ø", input=PASSWORD + "\n")
    assert (created.returncode, created.stderr) == (0, "")
    assert created.stdout.startswith("Created the system administrator anna (Anna Ø) in sqlite")
    with served(settings) as (url, process):
        answer = sign_in(url)
        assert answer.status_code == 200, answer.text
        assert "server" not in answer.headers
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        me = httpx.get(f"{url}/v1/me", headers=bearer).json()
        assert [role["role"] for role in me["roles"]] == ["admin"]
        people = httpx.get(f"{url}/v1/people", headers=bearer).json()
        assert [item["username"] for item in people["items"]] == ["anna"]
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"/v1/token", "/v1/me"} <= {line.get("route") for line in lines}
    assert PASSWORD not in log
    assert process.returncode in (0, -signal.SIGTERM)


def test_existing_username_and_weak_password_are_refused(settings: dict[str, str]) -> None:
    with_password = {**settings, "SAMMEN_ADMIN_PASSWORD": PASSWORD}
    assert run(with_password, "create-admin", "anna").returncode == 0
    again = run(with_password, "create-admin", "anna")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == "Nothing was changed.\n  /username: This already exists\n"
    for name, password, message in (
        ("svend", "kort", "at least 12"),
        ("svend", "", "The password is empty"),
        ("s v", PASSWORD, "/username"),
    ):
        refused = run(settings, "create-admin", name, input=password)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert message in refused.stderr


def test_password_cannot_be_an_argument(settings: dict[str, str]) -> None:
    assert run(settings, "create-admin", "anna", "--password", PASSWORD).returncode == 2


def test_postgresql_is_migrated_if_the_operator_asks_for_it(settings: dict[str, str], postgres_server: Server) -> None:
    settings["SAMMEN_DATABASE_URL"] = postgres_server.create_database("serving")
    refused = run(settings, "serve", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "sammen-api migrate" in refused.stderr
    assert run(settings, "create-admin", "anna", input=PASSWORD).returncode == 1
    with served(settings, "--migrate", "--workers", "2") as (url, process):
        created = run(settings, "create-admin", "anna", input=PASSWORD)
        assert created.returncode == 0, created.stderr
        assert ":***@" in created.stdout
        assert sign_in(url).status_code == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert run(settings, "migrate").returncode == 0


def test_unreachable_database_is_reported_in_one_sentence(settings: dict[str, str]) -> None:
    settings["SAMMEN_DATABASE_URL"] = f"postgresql+psycopg://sammen:hush@127.0.0.1:{free_port()}/none"
    refused = run(settings, "serve")
    assert refused.returncode == 1
    assert "cannot be used" in refused.stderr
    assert "hush" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_command_imports_nothing_before_it_runs() -> None:
    # Each worker imports the command first, and answers uvicorn's health check only after that.
    program = "import sys, api.cli; print(sorted(name for name in sys.modules if name.startswith('api')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['api', 'api.cli']\n"


def test_several_workers_have_a_minute_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda *_, **keywords: options.update(keywords))
    monkeypatch.setattr("api.core.logs.configure", lambda: None)
    monkeypatch.setattr("api.sign_in.signing_key.load_signing_key", lambda _: None)
    serve(Settings(), "127.0.0.1", 1, 4)
    assert options["timeout_worker_healthcheck"] >= 60


def exchange(url: str, request: bytes, seconds: float = 5) -> bytes:
    """Send bytes over a socket, and return what is received until the server closes it; fail after some seconds."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as connection:
        received = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(65536):
                received += piece
        except ConnectionError:
            pass  # closed while the request was still being sent
        return received


def test_endless_head_is_refused_but_a_large_body_is_not(settings: dict[str, str]) -> None:
    with served(settings) as (url, _):
        for endless in (b"GET / HTTP/1.1\r\nX: " + b"y" * 2_000_000, b"GET /" + b"x" * 2_000_000, b"nonsense\r\n\r\n"):
            head, _, body = exchange(url, endless).partition(b"\r\n\r\n")
            if head:  # the response can be lost, because more is sent after it
                assert head.startswith(b"HTTP/1.1 400 ")
                assert b"application/problem+json" in head
                assert json.loads(body)["code"] == "unreadable-request"
        assert b"400" in exchange(url, b"nonsense\r\n\r\n")[:20]
        form = "x=" + "y" * 7000
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        with httpx.Client() as client:  # one connection for all requests
            for _ in range(20):
                response: Any = client.post(f"{url}/v1/token", content=form, headers=kind)
                assert response.json()["code"] == "invalid-token-request"
            large = client.post(f"{url}/v1/token", content="x" * 900_000, headers=kind)
            assert large.json()["code"] == "too-large"
        upgrade = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
        assert exchange(url, upgrade).startswith(b"HTTP/1.1 200 ")


CHUNKED = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n5\r\nx=yyy\r\n"


def test_trailers_are_not_headers_of_the_request(settings: dict[str, str]) -> None:
    with served(settings) as (url, _):
        trailers = b"0\r\nX-Request-Id: smuggled\r\nAuthorization: Basic eDp5\r\n\r\n"
        answer = exchange(url, CHUNKED + FORM + trailers)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"smuggled" not in answer
        assert b'"invalid-token-request"' in answer
        # As a header it is returned: the check above does not pass for another reason.
        assert b"smuggled" in exchange(url, CHUNKED + b"X-Request-Id: smuggled\r\n" + FORM + b"0\r\n\r\n")
        for endless in (b"0\r\nX: ", b"0\r\n" + b"X: y\r\n" * 20_000, b"5;a="):
            answer = exchange(url, CHUNKED + FORM + endless + b"y" * 2_000_000)
            assert not answer or b"unreadable-request" in answer


def test_too_many_connections_are_answered_503(settings: dict[str, str]) -> None:
    settings["SAMMEN_CONNECTIONS"] = "10"
    with served(settings) as (url, _):
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        connections = [socket.create_connection(address, timeout=5) for _ in range(10)]
        try:
            answer = httpx.get(f"{url}/v1/me")
            assert (answer.status_code, answer.json()["code"]) == (503, "too-many-connections")
            assert (answer.headers["retry-after"], answer.headers["connection"]) == ("1", "close")
            assert httpx.get(f"{url}/health/live").status_code == 200
        finally:
            for connection in connections:
                connection.close()
        deadline = time.monotonic() + 10
        while httpx.get(f"{url}/v1/me").status_code != 401:
            assert time.monotonic() < deadline, "closed connections are still counted"
            time.sleep(0.05)


@pytest.mark.parametrize("behind, addresses", [((), 1), (("--behind", "127.0.0.1"), 2)])
def test_forwarded_address_is_trusted_from_known_proxies_only(
    settings: dict[str, str], behind: tuple[str, ...], addresses: int
) -> None:
    with served(settings, *behind) as (url, _):
        for number in (1, 2):
            form = {"grant_type": "password", "username": "nobody", "password": "x"}
            answer = httpx.post(f"{url}/v1/token", data=form, headers={"X-Forwarded-For": f"192.0.2.{number}"})
            assert answer.status_code == 401
    file = settings["SAMMEN_DATABASE_URL"].partition(":///")[2]
    with closing(sqlite3.connect(file)) as database:
        [(count,)] = database.execute("SELECT count(*) FROM attempt")
    assert count == 1 + 2 * addresses  # the account, each address, and the account from each address


@pytest.mark.parametrize(
    "variable, value, message",
    [
        ("SAMMEN_SMALL_GROUP", "2", "SAMMEN_SMALL_GROUP cannot be used: input should be greater than or equal to 3."),
        ("SAMMEN_TOKEN_SECRET", "hush hush", "SAMMEN_TOKEN_SECRET is too short: at least 32 characters are expected."),
        ("SAMMEN_CORS_ORIGINS", "https://x", "SAMMEN_CORS_ORIGINS cannot be read: a list is written as JSON, like"),
        ("SAMMEN_ENVIRONMENT", "live", "SAMMEN_ENVIRONMENT cannot be used: input should be 'development',"),
    ],
)
def test_invalid_setting_is_reported_in_one_sentence(
    settings: dict[str, str], variable: str, value: str, message: str
) -> None:
    refused = run({**settings, variable: value}, "serve")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(message)
    assert len(refused.stderr.splitlines()) == 1
    assert "hush" not in refused.stderr


def test_missing_secret_in_production_is_reported_in_one_sentence(settings: dict[str, str]) -> None:
    del settings["SAMMEN_TOKEN_SECRET"]
    refused = run({**settings, "SAMMEN_ENVIRONMENT": "production"}, "serve")
    assert refused.returncode == 2
    assert refused.stderr.startswith("SAMMEN_TOKEN_SECRET is needed in production")
    assert "Traceback" not in refused.stderr


def test_migrate_reports_what_it_did_and_warns_of_a_misspelled_setting(settings: dict[str, str]) -> None:
    settings["SAMMEN_SMALLGROUP"] = "7"
    first, again = run(settings, "migrate"), run(settings, "migrate")
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout.startswith("Created the tables in sqlite")
    assert again.stdout.startswith("Nothing to do: the tables exist already in sqlite")
    assert first.stderr == "SAMMEN_SMALLGROUP is not a setting and has no effect; did you mean SAMMEN_SMALL_GROUP?\n"


def test_tables_of_another_version_are_refused(settings: dict[str, str]) -> None:
    assert run(settings, "migrate").returncode == 0
    with closing(sqlite3.connect(settings["SAMMEN_DATABASE_URL"].partition(":///")[2])) as database:
        database.execute("ALTER TABLE theme DROP COLUMN case_reference")
        database.commit()
    for command in ("migrate", "serve"):
        refused = run(settings, command)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.startswith("The database does not have the tables of this version of Sammen: theme.")


def test_reason_why_a_database_cannot_be_used_is_reported(settings: dict[str, str], postgres_server: Server) -> None:
    existing = postgres_server.create_database("words")
    server, _, _ = existing.rpartition("/")
    for url, reason in (
        (f"{server}/nowhere", "there is no such database or user"),
        (f"postgresql+psycopg://sammen:hush@127.0.0.1:{free_port()}/x", "nothing is listening there"),
        ("sqlite+aiosqlite:////nowhere/at/all.db", "the file or its folder does not exist"),
    ):
        refused = run({**settings, "SAMMEN_DATABASE_URL": url}, "migrate")
        assert refused.returncode == 1
        assert reason in refused.stderr
        assert "hush" not in refused.stderr
    no_url = run({**settings, "SAMMEN_DATABASE_URL": "nothing"}, "migrate")
    assert (no_url.returncode, no_url.stderr.startswith("SAMMEN_DATABASE_URL is not a database URL")) == (1, True)


def test_audit_creates_nothing_without_a_database(settings: dict[str, str], tmp_path: Path) -> None:
    no_folder = run(settings, "audit", "verify", "--head", str(tmp_path / "none" / "head"))
    assert (no_folder.returncode, no_folder.stderr.startswith("There is no folder")) == (1, True)
    no_file = run(settings, "audit", "verify", "--head", str(tmp_path / "head"))
    assert (no_file.returncode, no_file.stderr.startswith("There is no database")) == (1, True)
    assert list(tmp_path.iterdir()) == []
