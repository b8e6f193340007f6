"""`login`, `logout`, and the credentials of other commands."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sammen
from fake_service import FakeService
from sammen_cli.token_store import FileTokenStore

from tests.support.command import Run, run_process


def test_a_sign_in_is_stored_for_its_owner_only(signed_in: Run, config_folder: Path, service: FakeService) -> None:
    tokens = config_folder / "tokens.json"
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    assert stat.S_IMODE(config_folder.stat().st_mode) == 0o700
    assert signed_in("me", "--json")[0] == 0
    assert [form["grant_type"] for form in service.sign_ins] == ["password"]
    assert signed_in("logout")[0] == 0
    assert signed_in("me")[0] == 4


def test_a_password_is_read_from_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("from-stdin\n"))
    assert run("login", "--username", "anna", "--password-stdin")[0] == 0
    assert service.sign_ins[0]["password"] == "from-stdin"


def test_a_first_password_is_replaced_at_once(run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("first\nof one's own\n"))
    assert run("login", "--username", "anna", "--password-stdin")[0] == 0
    [request] = service.requests
    assert json.loads(request.content) == {"username": "anna", "first": "first", "new": "of one's own"}
    assert "authorization" not in request.headers
    assert [form["password"] for form in service.sign_ins] == ["first", "of one's own"]
    assert run("me")[0] == 0


def test_a_password_that_is_too_short_is_asked_for_again_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter(["first", "short", "short", "of one's own", "of one's own"])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("sammen_cli.commands.login.getpass", lambda prompt: next(answers))
    code, out, err = run("login", "--username", "anna")
    assert (code, out.startswith("Signed in"), "at least 12 characters" in err) == (0, True, True)
    assert service.sign_ins[-1]["password"] == "of one's own"


def test_a_first_password_alone_does_not_sign_in(
    run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("first\n"))
    code, _, err = run("login", "--username", "anna", "--password-stdin")
    assert (code, "first password" in err, service.requests) == (2, True, [])


def test_a_machine_signs_in_from_its_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService
) -> None:
    monkeypatch.setenv("SAMMEN_CLIENT_ID", "lis")
    monkeypatch.setenv("SAMMEN_CLIENT_SECRET", "s")
    assert run("list", "districts")[0] == 0
    assert run("list", "districts")[0] == 0
    assert [form["grant_type"] for form in service.sign_ins] == ["client_credentials"]


def test_a_machine_signs_in_with_login(run: Run, monkeypatch: pytest.MonkeyPatch, service: FakeService) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("s\n"))
    assert run("login", "--client-id", "lis", "--password-stdin")[0] == 0
    assert [form["grant_type"] for form in service.sign_ins] == ["client_credentials"]


def test_a_password_is_not_accepted_on_the_command_line(run: Run) -> None:
    assert run("login", "--username", "anna", "--password", "secret")[0] == 2


def test_a_wrong_password_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMMEN_PASSWORD", "wrong")
    code, _, err = run("login", "--username", "anna")
    assert code == 4
    assert "Wrong name or password" in err


def test_a_command_without_a_sign_in_says_how_to_sign_in(run: Run) -> None:
    code, _, err = run("list", "districts")
    assert (code, "sammen login" in err) == (4, True)


def test_an_expired_sign_in_says_how_to_sign_in(run: Run, address: str) -> None:
    FileTokenStore(address).save(sammen.Token("a", None, 0.0))
    code, _, err = run("list", "districts")
    assert (code, err) == (
        4,
        "sammen: The sign-in has expired and could not be renewed: sign in again: sammen login.\n",
    )


def test_nothing_is_sent_unencrypted_to_another_machine(run: Run) -> None:
    code, _, err = run("me", "--url", "http://sammen.example")
    assert (code, "--insecure" in err) == (2, True)
    assert run("me", "--url", "sammen.example")[0] == 2


@pytest.mark.parametrize("mode", [0o644, 0o666])
def test_a_token_file_that_others_can_read_is_restricted_to_its_owner(config_folder: Path, mode: int) -> None:
    store = FileTokenStore("https://sammen.example")
    config_folder.mkdir()
    tokens, leftover = config_folder / "tokens.json", config_folder / f"tokens.{os.getpid()}.new"
    for file in (tokens, leftover):
        file.write_text("{}")
        file.chmod(mode)
    assert store.load() is None
    assert tokens.stat().st_mode & 0o777 == 0o600, "reading restricts it"
    tokens.chmod(mode)
    store.save(sammen.Token("t"))
    assert tokens.stat().st_mode & 0o777 == 0o600
    assert store.load() == sammen.Token("t")


def test_concurrent_commands_use_a_refresh_token_once(address: str, config_folder: Path, service: FakeService) -> None:
    service.token_lifetime = 1
    environment = {**os.environ, "SAMMEN_URL": address, "SAMMEN_PASSWORD": "secret"}
    assert run_process("login", "--username", "anna", env=environment).returncode == 0
    del environment["SAMMEN_PASSWORD"]
    command = [sys.executable, "-m", "sammen_cli", "list", "districts"]
    processes = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(3)]  # noqa: S603  # the command
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert [form["grant_type"] for form in service.sign_ins] == ["password"] + ["refresh_token"] * 3
