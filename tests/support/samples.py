"""The samples of README and guides: extracted from the text, and run as a reader would run them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
GUIDES = sorted((ROOT / "api" / "web" / "guides").glob("*.md"))
WRITTEN_ADDRESS = "http://127.0.0.1:8000"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_BORDER = "== sample =="


def text_of(name: str) -> str:
    """Return the text of `README` or of a guide, by name."""
    path = ROOT / "README.md" if name == "README" else ROOT / "api" / "web" / "guides" / f"{name}.md"
    return path.read_text(encoding="utf-8")


def samples(text: str) -> list[tuple[str, str]]:
    """Return each fenced block: its language, and its text."""
    return _FENCE.findall(text)


def script_of(console: str) -> str:
    """Return the lines after the prompts; installing the client is left out, since it is installed already."""
    lines = [line.removeprefix("$ ") for line in console.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("pip install", "python3 -m venv")))


def scripts(name: str, heading: str | None = None) -> list[str]:
    """Return the console samples of a text as scripts; with a heading, those of that section only."""
    text = text_of(name)
    if heading is not None:
        [text] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return [script_of(sample) for language, sample in samples(text) if language == "console"]


def run(script: str, address: str, home: Path, **environment: str) -> str:
    """Run a script against the service at an address, from the repository's folder; return what it prints."""
    base_environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home), "SAMMEN_CONFIG_DIR": str(home)}
    if "SAMMEN_PASSWORD" not in environment:
        script = script.replace(WRITTEN_ADDRESS, address)
    process = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=base_environment | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert process.returncode == 0, f"{process.stdout[-2000:]}\n{process.stderr[-2000:]}"
    return process.stdout


@contextmanager
def served_demo(folder: Path) -> Iterator[str]:
    """Serve Egekommune on a free port; yield its address."""
    port = free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"],
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        try:
            yield str(json.loads(process.stdout.readline())["url"])
        finally:
            process.terminate()
            process.communicate(timeout=30)


def run_guide(name: str, address: str, folder: Path) -> list[str]:
    """Run the console samples of a text in a folder of their own; return what each of them prints.

    Files that samples write stay in that folder; the repository's folder `clients` is found from it.
    """
    (folder / "clients").symlink_to(ROOT / "clients")
    joined = "\n".join([f"cd {folder}", *(f"echo '{_BORDER}'\n{script}" for script in scripts(name))])
    return [part.removeprefix("\n") for part in run(joined, address, folder).split(_BORDER)[1:]]
