"""Helpers shared by tests."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Egekommune, served; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tmp_path_factory.mktemp("demo")
    log = (place / "log").open("w")
    running = subprocess.Popen(
        [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"],
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert running.stdout is not None
    yield str(json.loads(running.stdout.readline())["url"])
    running.terminate()
    running.communicate(timeout=30)
    log.close()


def block(who: str, number: int = 0) -> str:
    """What the README says that one types, as a script."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [hour] = re.findall(rf"### \.\.\. who {who}\n(.*?)\n###? ", readme, re.DOTALL)
    return script_of(re.findall(r"```console\n(.*?)```", hour, re.DOTALL)[number])


def script_of(console: str) -> str:
    """The lines after the dollar signs; what installs the client is left out, since it is there."""
    lines = [line.removeprefix("$ ") for line in console.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("pip install", "python3 -m venv")))


def runs(script: str, demo: str, home: Path, **more: str) -> str:
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home), "SAMMEN_CONFIG_DIR": str(home), **more}
    if "SAMMEN_PASSWORD" not in more:
        script = script.replace("http://127.0.0.1:8000", demo)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout
