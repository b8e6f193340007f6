"""What scripts and cron rely on: only JSON on standard output, exit codes, plain lines, and idempotency."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
import typer
from fake_service import FakeService, problem
from sammen_cli.app import app
from sammen_cli.token_store import FileTokenStore

from tests.support.command import IMPORT_SITES, SITES, Run

PRINT_LINES = {"list", "rows"}
"""Commands that write a line for each item."""


def json_lines(out: str) -> list[Any]:
    """The lines of standard output, each of which must be JSON."""
    return [json.loads(line) for line in out.splitlines()]


def dialogue_response(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"id": "x", "version": 1, "entries": []}, headers={"ETag": '"1-a"'})


def test_every_command_writes_only_json(
    signed_in: Run, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme, dialogue = service.add("themes", title="Calm"), service.add("dialogues")
    signed_in(*IMPORT_SITES)
    [plan] = service.imports
    signed_in(*IMPORT_SITES)
    other = next(id for id in service.imports if id != plan)
    file = str(tmp_path / "themes.csv")
    commands: dict[str, tuple[str, ...]] = {
        "me": ("me",), "list": ("list", "themes"), "get": ("get", "themes", theme["id"]),
        "get part": ("get", "themes", theme["id"], "thread"), "create": ("create", "themes", "--data", "{}"),
        "update": ("update", "themes", theme["id"], "--data", "{}"),
        "put": ("put", "dialogues", dialogue["id"], "circle", "--data", '{"entries": []}'),
        "act": ("act", "dialogues", dialogue["id"], "hold", "--data", "{}"),
        "export": ("export", "themes", "--output", file), "import plan": IMPORT_SITES,
        "import rows": ("import", "rows", plan), "import apply": ("import", "apply", plan),
        "import reverse": ("import", "reverse", plan), "import discard": ("import", "discard", other),
        "import check": ("import", "check", SITES),
        "import map": ("import", "map", "institutions", SITES),
        "delete": ("delete", "themes", theme["id"]), "logout": ("logout",),
        "login": ("login", "--username", "anna"),
    }  # fmt: skip
    known: Any = typer.main.get_command(app)
    assert {name.split()[0] for name in commands} == set(known.commands)
    assert {name.split()[1] for name in commands if name.startswith("import")} == set(known.commands["import"].commands)
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    for name, words in commands.items():
        if name == "put":
            service.script += [dialogue_response, dialogue_response]  # it is read before it is replaced
        code, out, err = signed_in(*words, "--json")
        assert code == 0, (name, err)
        assert len(json_lines(out)) == 1 or name.split()[-1] in PRINT_LINES, (name, out)
        assert err == "", name


def test_csv_is_not_mixed_with_json(signed_in: Run) -> None:
    code, out, err = signed_in("export", "themes", "--json")
    assert (code, out, "--output" in json.loads(err)["problem"]["title"]) == (2, "", True)


def test_a_transition_without_content_is_confirmed(signed_in: Run, service: FakeService) -> None:
    dialogue = service.add("dialogues")
    service.script += [dialogue_response, lambda request: httpx.Response(204)]
    code, out, _ = signed_in("act", "dialogues", dialogue["id"], "hold", "--data", "{}", "--json")
    assert (code, json_lines(out)) == (0, [{"id": dialogue["id"], "action": "hold", "done": True}])


RESPONSES: dict[str, tuple[int, Callable[[httpx.Request], httpx.Response] | httpx.Response]] = {
    "signed out": (4, lambda request: problem(401, "not-signed-in")),
    "forbidden": (1, problem(403, "not-allowed")),
    "not found": (1, problem(404, "not-found")),
    "plan outdated": (1, problem(412, "plan-outdated", rows=[], rows_changed=1)),
    "invalid input": (1, problem(422, "invalid-input")),
    "rate limited": (5, lambda request: problem(429, "too-many-requests", retryable=True)),
    "busy": (5, lambda request: problem(503, "busy", retryable=True)),
    "server error": (1, problem(500, "internal-error")),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_error_responses_have_exit_codes(run: Run, service: FakeService, address: str, name: str) -> None:
    FileTokenStore(address).save(sammen.Token("t"))
    expected, response = RESPONSES[name]
    service.script.extend([response] * 10)
    code, out, err = run("import", "apply", "x", "--json")
    assert (code, out) == (expected, ""), err
    assert json.loads(err)["exit"] == expected
    assert "sammen: " in run("list", "themes")[2]


def test_ctrl_c_during_a_request_has_its_own_exit_code(config_folder: Path, service: FakeService, address: str) -> None:
    FileTokenStore(address).save(sammen.Token("t"))
    # Processes of a background job may ignore Ctrl-C, and their children inherit that.
    program = (
        "import signal, sys; from sammen_cli.main import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(main())"
    )
    command = [sys.executable, "-c", program, "import", "apply", "x", "--url", address, "--json"]
    processes: list[subprocess.Popen[str]] = []
    started = threading.Event()

    def interrupt(request: httpx.Request) -> httpx.Response:
        started.wait(60)
        processes[0].send_signal(signal.SIGINT)
        processes[0].wait(60)  # there is no response while it runs
        return problem(500, "internal-error")

    service.script.append(interrupt)
    processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))  # noqa: S603  # the command
    started.set()
    out, err = processes[0].communicate(timeout=60)
    assert (processes[0].returncode, out) == (130, ""), err
    assert json.loads(err)["exit"] == 130


def test_the_rows_that_prevent_a_transition_are_listed(signed_in: Run, service: FakeService) -> None:
    signed_in(*IMPORT_SITES)
    [plan] = service.imports
    rows = [{"line": line, "source_line": None if line > 2 else 7, "now": "changed"} for line in range(2, 16)]
    for step, status, code in (("reverse", 409, "import-changed-since"), ("apply", 412, "plan-outdated")):
        service.script += [service.process, problem(status, code, rows=rows, rows_changed=20)]
        exit_code, out, err = signed_in("import", step, plan)
        assert (exit_code, out) == (1, "")
        assert "- line 7: changed\n  - line 3: changed" in err
        assert "- and 10 more" in err
    assert "Send the file again" in err


def test_rows_files_maps_and_options_have_exit_codes(signed_in: Run, service: FakeService, tmp_path: Path) -> None:
    service.reject = lambda row: "is not known"
    code, out, _ = signed_in(*IMPORT_SITES, "--apply", "--json")
    assert (code, json_lines(out)[0]["counts"]["rejected"]) == (3, 3)
    assert signed_in(*IMPORT_SITES, "--map", "/no/such/map.toml", "--json")[:2] == (2, "")
    assert signed_in("import", "institutions", "/no/such/file.csv", "--json")[:2] == (2, "")
    assert signed_in("import", "institutions", "--json")[:2] == (2, "")
    path = tmp_path / "wrong.csv"
    path.write_text("institution,indicator,period,value\n1,trivsel,2026H1,many\n", encoding="utf-8")
    assert signed_in("import", "measurements", str(path), "--json")[:2] == (3, "")


@pytest.mark.parametrize("lost", ["plan", "apply"])
def test_a_lost_response_creates_no_duplicates(signed_in: Run, service: FakeService, lost: str) -> None:
    def process_without_response(request: httpx.Request) -> httpx.Response:
        service.process(request)
        raise ConnectionAbortedError

    if lost == "plan":
        service.script += [process_without_response]
    else:
        service.script += [service.process, service.process, process_without_response]
    code, out, err = signed_in(*IMPORT_SITES, "--apply", "--json")
    assert (code, json_lines(out)[0]["applied"]) == (0, True), err
    assert [plan["state"] for plan in service.imports.values()] == ["applied"]
    path = "/v1/imports" if lost == "plan" else "/apply"
    keys = [request.headers["idempotency-key"] for request in service.requests if request.url.path.endswith(path)]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def displayed_progress(address: str, *, terminal: bool) -> str:
    """What an import writes to standard error, on a terminal or into a pipe."""
    reader, writer = pty.openpty() if terminal else os.pipe()
    command = [sys.executable, "-m", "sammen_cli", *IMPORT_SITES, "--url", address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writer, env={**os.environ, "TERM": "xterm"})  # noqa: S603  # the command
    os.close(writer)
    output = b""
    while True:
        try:
            chunk = os.read(reader, 4096)
        except OSError:  # the other side of the terminal is closed
            break
        if not chunk:
            break
        output += chunk
    os.close(reader)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 0, output.decode()
    return output.decode()


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(signed_in: Run, address: str) -> None:
    bar, lines = displayed_progress(address, terminal=True), displayed_progress(address, terminal=False)
    assert "\x1b[" in bar
    assert "━" in bar or "Reading the file" in bar
    assert "\x1b[" not in lines
    assert lines.splitlines()[:2] == ["The service is planning", "Done"]
