"""What scripts and cron rely on: JSON alone on standard output, exit codes, plain lines, and no second effect."""

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
from sammen.command import main
from sammen.command.parser import parser
from sammen.command.tokens import FileStore
from sammen.tokens import Token

from tests.service import Service, problem
from tests.test_command import EXAMPLES, EXCERPTS, Run, run, signed_in  # noqa: F401  # fixtures

SITES = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
LINES = {"list", "rows"}
"""Commands that write a line for each thing."""


def said(out: str) -> list[Any]:
    """What a program reads: each line is JSON, or nothing works."""
    return [json.loads(line) for line in out.splitlines()]


def test_every_command_writes_json_and_nothing_else(
    signed_in: Run,  # noqa: F811  # the fixture
    service: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theme, dialogue = service.add("themes", title="Calm"), service.add("dialogues")
    signed_in(*SITES)
    [plan] = service.imports
    signed_in(*SITES)
    other = next(id for id in service.imports if id != plan)
    file = str(tmp_path / "themes.csv")
    commands: dict[str, tuple[str, ...]] = {
        "me": ("me",), "list": ("list", "themes"), "get": ("get", "themes", theme["id"]),
        "get part": ("get", "themes", theme["id"], "thread"), "create": ("create", "themes", "--data", "{}"),
        "update": ("update", "themes", theme["id"], "--data", "{}"),
        "put": ("put", "dialogues", dialogue["id"], "circle", "--data", '{"entries": []}'),
        "act": ("act", "dialogues", dialogue["id"], "hold", "--data", "{}"),
        "export": ("export", "themes", "--output", file), "import plan": SITES,
        "import rows": ("import", "rows", plan), "import apply": ("import", "apply", plan),
        "import reverse": ("import", "reverse", plan), "import discard": ("import", "discard", other),
        "import check": ("import", "check", str(EXCERPTS / "sites.csv")),
        "import map": ("import", "map", "institutions", str(EXCERPTS / "sites.csv")),
        "delete": ("delete", "themes", theme["id"]), "logout": ("logout",),
        "login": ("login", "--username", "anna"),
    }  # fmt: skip
    assert {name.split()[0] for name in commands} == set(_commands())
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    for name, words in commands.items():
        if name == "put":
            service.script += [_shown, _shown]  # looked at before it is replaced
        code, out, err = signed_in(*words, "--json")
        assert code == 0, (name, err)
        found = said(out)
        assert len(found) == 1 or name.split()[-1] in LINES, (name, out)
        assert err == "", name


def _shown(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"id": "x", "version": 1, "entries": []}, headers={"ETag": '"1-a"'})


def _commands() -> list[str]:
    [commands] = [one for one in parser()._actions if hasattr(one, "choices") and isinstance(one.choices, dict)]
    return list(commands.choices or ())


def test_csv_is_not_mixed_with_json(signed_in: Run) -> None:  # noqa: F811  # the fixture
    code, out, err = signed_in("export", "themes", "--json")
    assert (code, out, "--output" in json.loads(err)["problem"]["title"]) == (2, "", True)


def test_a_step_that_answers_nothing_is_told_of(signed_in: Run, service: Service) -> None:  # noqa: F811  # the fixture
    dialogue = service.add("dialogues")
    service.script += [_shown, lambda request: httpx.Response(204)]
    code, out, _ = signed_in("act", "dialogues", dialogue["id"], "hold", "--data", "{}", "--json")
    assert (code, said(out)) == (0, [{"id": dialogue["id"], "action": "hold", "done": True}])


REFUSED: dict[str, tuple[int, Callable[[httpx.Request], httpx.Response] | httpx.Response]] = {
    "the sign-in has ended": (4, lambda request: problem(401, "not-signed-in")),
    "it is not allowed": (1, problem(403, "not-allowed")),
    "there is no such thing": (1, problem(404, "not-found")),
    "the plan is outdated": (1, problem(412, "plan-outdated", rows=[], rows_changed=1)),
    "the input is wrong": (1, problem(422, "invalid-input")),
    "too often": (5, lambda request: problem(429, "too-many-requests", retryable=True)),
    "it is busy": (5, lambda request: problem(503, "busy", retryable=True)),
    "it went wrong there": (1, problem(500, "internal-error")),
}


@pytest.mark.parametrize("why", REFUSED)
def test_an_exit_code_tells_what_to_do(
    run: Run,  # noqa: F811  # the fixture
    service: Service,
    address: str,
    why: str,
) -> None:
    FileStore(address).save(Token("t"))
    code, answer = REFUSED[why]
    service.script.extend([answer] * 10)
    found, out, err = run("import", "apply", "x", "--json")
    assert (found, out) == (code, ""), err
    assert json.loads(err)["exit"] == code
    assert "sammen: " in run("list", "themes")[2]


def test_whoever_presses_ctrl_c_learns_that_nothing_is_half_done(home: Path, service: Service, address: str) -> None:
    FileStore(address).save(Token("t"))
    # Who runs these tests in the background may have them begin deaf to Ctrl-C, and all that they start.
    hears = (
        "import signal, sys; from sammen.command import main; signal.signal(signal.SIGINT, signal.default_int_handler)"
    )
    words = [sys.executable, "-c", f"{hears}; sys.exit(main())", "import", "apply", "x", "--url", address, "--json"]
    running: list[subprocess.Popen[str]] = []
    begun = threading.Event()

    def pressed(request: httpx.Request) -> httpx.Response:
        begun.wait(60)
        running[0].send_signal(signal.SIGINT)
        running[0].wait(60)  # no answer comes while it lives
        return problem(500, "internal-error")

    service.script.append(pressed)
    running.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))  # noqa: S603  # this very program
    begun.set()
    out, err = running[0].communicate(timeout=60)
    assert (running[0].returncode, out) == (130, ""), err
    assert json.loads(err)["exit"] == 130


def test_the_lines_that_stand_in_the_way_are_named(signed_in: Run, service: Service) -> None:  # noqa: F811  # the fixture
    signed_in(*SITES)
    [plan] = service.imports
    rows = [{"line": line, "source_line": None if line > 2 else 7, "now": "changed"} for line in range(2, 16)]
    for step, status, name in (("reverse", 409, "import-changed-since"), ("apply", 412, "plan-outdated")):
        service.script += [service._replayed, problem(status, name, rows=rows, rows_changed=20)]
        code, out, err = signed_in("import", step, plan)
        assert (code, out) == (1, "")
        assert "- line 7: changed\n  - line 3: changed" in err
        assert "- and 10 more" in err
    assert "Send the file again" in err


def test_rows_files_maps_and_options_have_codes_of_their_own(
    signed_in: Run,  # noqa: F811  # the fixture
    service: Service,
    tmp_path: Path,
) -> None:
    service.refused = lambda row: "is not known"
    code, out, _ = signed_in(*SITES, "--apply", "--json")
    assert (code, said(out)[0]["counts"]["rejected"]) == (3, 3)
    assert signed_in(*SITES, "--map", "/no/such/map.toml", "--json")[:2] == (2, "")
    assert signed_in("import", "institutions", "/no/such/file.csv", "--json")[:2] == (2, "")
    assert signed_in("import", "institutions", "--json")[:2] == (2, "")
    path = tmp_path / "wrong.csv"
    path.write_text("institution,indicator,period,value\n1,trivsel,2026H1,many\n", encoding="utf-8")
    assert signed_in("import", "measurements", str(path), "--json")[:2] == (3, "")


@pytest.mark.parametrize("cut", ["plan", "apply"])
def test_an_answer_that_is_lost_on_the_way_doubles_nothing(
    signed_in: Run,  # noqa: F811  # the fixture
    service: Service,
    cut: str,
) -> None:
    def lost(request: httpx.Request) -> httpx.Response:
        service._replayed(request)  # it was carried out
        raise ConnectionAbortedError  # and nobody heard of it

    def passed(request: httpx.Request) -> httpx.Response:
        return service._replayed(request)

    service.script += [lost] if cut == "plan" else [passed, passed, lost]
    words = (*SITES, "--apply", "--json")
    code, out, err = signed_in(*words)
    assert (code, said(out)[0]["applied"]) == (0, True), err
    assert [one["state"] for one in service.imports.values()] == ["applied"]
    path = "/v1/imports" if cut == "plan" else "/apply"
    tries = [call.headers["idempotency-key"] for call in service.calls if call.url.path.endswith(path)]
    assert len(tries) == 2
    assert len(set(tries)) == 1


def _progress(address: str, terminal: bool) -> str:
    """What the command says of its way, on a terminal or into a pipe."""
    watching, shown = pty.openpty() if terminal else os.pipe()
    words = [sys.executable, "-m", "sammen", *SITES, "--url", address]
    done = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=shown, env={**os.environ, "TERM": "xterm"})  # noqa: S603  # this very program
    os.close(shown)
    told = b""
    while True:
        try:
            piece = os.read(watching, 4096)
        except OSError:  # a terminal whose other side is gone
            break
        if not piece:
            break
        told += piece
    os.close(watching)
    assert done.stdout is not None
    done.stdout.close()
    assert done.wait() == 0, told.decode()
    return told.decode()


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(
    signed_in: Run,  # noqa: F811  # the fixture
    address: str,
) -> None:
    bar, lines = _progress(address, terminal=True), _progress(address, terminal=False)
    assert "\x1b[" in bar
    assert "━" in bar or "Reading the file" in bar
    assert "\x1b[" not in lines
    assert lines.splitlines()[:2] == ["The service is planning", "Done"]


@pytest.mark.parametrize("mode", [0o644, 0o666])
def test_a_sign_in_of_other_rights_becomes_its_owners_only(home: Path, mode: int) -> None:
    store = FileStore("https://sammen.example")
    home.mkdir()
    file, left = home / "tokens.json", home / f"tokens.{os.getpid()}.new"
    for one in (file, left):
        one.write_text("{}")
        one.chmod(mode)
    assert store.load() is None
    assert file.stat().st_mode & 0o777 == 0o600, "read, it is made its owner's"
    file.chmod(mode)
    store.save(Token("t"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert store.load() == Token("t")


def test_no_command_waits_for_all_models_of_the_contract() -> None:
    """They take longer than all else; the first is whether `--version` needs anything of the service at all."""
    lines = (
        "import sys; from sammen.command import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "assert not {'httpx', 'pydantic', 'rich', 'sammen.models'} & set(sys.modules), sorted(sys.modules)\n"
        "assert main(['me', '--url', 'http://127.0.0.1:1']) == 4\n"
        "assert 'sammen.models' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert done.returncode == 0, done.stderr


def test_ctrl_c_while_the_command_begins_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sammen.command.parser.parser", interrupted)
    assert main(["me"]) == 130
    assert capsys.readouterr().err == "sammen: Interrupted before anything was done.\n"


@pytest.mark.parametrize("said, language", [("da", "da"), ("en", "en"), ("fr", "en"), ("", "en")])
def test_the_language_of_problems_can_be_said_once(monkeypatch: pytest.MonkeyPatch, said: str, language: str) -> None:
    monkeypatch.setenv("SAMMEN_LANGUAGE", said)
    assert parser().parse_args(["me"]).language == language
    assert parser().parse_args(["me", "--language", "da"]).language == "da", "what is typed goes first"
