"""Help screens, usage errors, the version, and the time to start."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from sammen_cli.app import app
from sammen_cli.main import main

from tests.support.command import Run


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command, from the application itself."""

    def walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, subcommand in getattr(command, "commands", {}).items():
            yield from walk(subcommand, (*words, name))

    return walk(typer.main.get_command(app), ())


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_help_screen_fits_the_terminal_and_lists_the_exit_codes(run: Run, words: tuple[str, ...]) -> None:
    for option in ("--help", "-h"):
        code, out, _ = run(*words, option)
        assert (code, "Exit codes:" in out, "--json" in out) == (0, True, True)
        assert [line for line in out.splitlines() if len(line) > 80] == []
    assert "..." not in "".join(line for line in out.splitlines() if line.startswith("  ") and ". " in line[:20])


def test_help_lists_only_what_is_possible(run: Run) -> None:
    screens = {verb: run(verb, "--help")[1] for verb in ("list", "delete", "act", "put", "get")}
    assert "focus-areas" in screens["list"]
    assert "me," not in screens["list"]
    assert "people" not in screens["delete"]
    assert "cancel (reason)" in screens["act"]
    assert "dialogues: circle" in screens["put"]
    assert "themes: thread" in screens["get"]
    assert "evidence (--filter cycle_id=... round=...)" in screens["get"]
    assert run("delete", "people", "x")[0] == 2


@pytest.mark.parametrize("words", [
    (), ("list",), ("list", "nothing"), ("list", "districts", "--filter", "x"), ("fly",), ("import",),
    ("list", "districts", "--nothing"), ("me", "--language", "fr"), ("import", "sites", "x.csv", "--strategy", "merge"),
    ("get", "themes", "x", "thread", "y"),
])  # fmt: skip
def test_wrong_usage_has_its_own_exit_code(signed_in: Run, words: tuple[str, ...]) -> None:
    code, out, err = signed_in(*words)
    assert (code, out) == (2, "")
    assert "sammen" in err


def test_a_limit_is_at_least_one(run: Run) -> None:
    for limit in ("0", "-3", "x", "1.5"):
        assert run("list", "districts", "--limit", limit)[0] == 2


def test_the_version_and_the_strategies_are_shown(run: Run) -> None:
    code, out, _ = run("--version")
    assert (code, out.split()[0]) == (0, "sammen")
    assert out.split()[1][0].isdigit()
    help_text = " ".join(run("import", "plan", "--help")[1].split())
    assert "sammen import RESOURCE FILE [--map MAP]" in help_text
    assert "create rejects rows of existing items" in help_text


def test_no_command_imports_more_than_it_needs() -> None:
    """The generated models take longer to import than everything else; `--version` needs nothing of the service."""
    program = (
        "import sys; from sammen_cli.main import main\n"
        "assert main(['--version']) == 0\n"
        "assert not {'httpx', 'pydantic', 'rich', 'sammen.models'} & set(sys.modules), sorted(sys.modules)\n"
        "assert main(['list', '--help']) == 0\n"
        "assert not {'httpx', 'rich', 'sammen.models'} & set(sys.modules), sorted(sys.modules)\n"
        "assert main(['me', '--url', 'http://127.0.0.1:1']) == 4\n"
        "assert 'sammen.models' not in sys.modules\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert result.returncode == 0, result.stderr


def test_ctrl_c_while_the_command_starts_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(**arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sammen_cli.app.app", interrupt)
    assert main(["me"]) == 130
    assert capsys.readouterr().err == "sammen: Interrupted before anything was done.\n"
