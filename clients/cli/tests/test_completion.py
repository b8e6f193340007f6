"""Shell completion, as the scripts that `--install-completion` installs request it."""

import os
import subprocess

import pytest

from tests.support.command import run_process


def complete(*words: str) -> list[str]:
    """The completions of the last word in bash."""
    line = ["sammen", *words]
    environment = {
        **os.environ,
        "_SAMMEN_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(line),
        "COMP_CWORD": str(len(line) - 1),
    }
    return run_process(env=environment, stdout=subprocess.PIPE).stdout.splitlines()


@pytest.mark.parametrize("words, expected", [
    (("li",), ["list"]),
    (("list", "focus"), ["focus-areas"]),
    (("delete", "peop"), [""]),
    (("act", "dialogues", "x", "c"), ["cancel", "corrections"]),
    (("act", "dialogues", "-", ""), ["prompts", "rounds"]),
    (("put", "dialogues", "x", ""), ["circle"]),
    (("get", "themes", "x", "th"), ["thread"]),
    (("list", "institutions", "--filter", "ki"), ["kind="]),
    (("get", "institutions", "x", "evidence", "--filter", ""), ["cycle_id=", "round="]),
    (("list", "institutions", "--limit", "3", "--filter", "kind=school", "dis"), ["district_id="]),
    (("import", "r"), ["reverse", "rows"]),
    (("import", "inst"), ["institutions"]),
    (("import", "plan", "inst"), ["institutions"]),
    (("import", "institutions", "x.csv", "--strategy", ""), ["upsert", "create", "update"]),
    (("me", "--language", ""), ["en", "da"]),
    (("me", "--la"), ["--language"]),
])  # fmt: skip
def test_commands_resources_and_transitions_are_completed(words: tuple[str, ...], expected: list[str]) -> None:
    assert complete(*words) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_shown(shell: str) -> None:
    # Typer finds the shell from the parent process, unless this variable is set.
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    result = run_process("--show-completion", shell, env=environment, stdout=subprocess.PIPE)
    assert (result.returncode, f"complete_{shell}" in result.stdout, "sammen" in result.stdout) == (0, True, True)
