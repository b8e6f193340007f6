"""The hours of the README, typed as they stand there, against the demo."""

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
        env={**os.environ, "TMPDIR": str(place)}, stdout=subprocess.PIPE, stderr=log, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    yield str(json.loads(running.stdout.readline())["url"])
    running.terminate()
    running.communicate(timeout=30)
    log.close()


def typed(who: str) -> str:
    """What the README says that one types, as a script."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(rf"### \.\.\. who {who}\n.*?```console\n(.*?)```", readme, re.DOTALL)
    lines = [line.removeprefix("$ ") if line.startswith("$ ") else line for line in block.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("pip install", "python3 -m venv")))


def runs(who: str, demo: str, home: Path) -> str:
    script = typed(who).replace("http://127.0.0.1:8000", demo)
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home), "SAMMEN_CONFIG_DIR": str(home)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_leaders_hour(demo: str, tmp_path: Path) -> None:
    told = runs("leads a school", demo, tmp_path)
    assert re.search(r"^status +held$", told, re.MULTILINE)
    thread = told[told.rindex("\ntheme\n") :]
    assert "Legeværter i hvert frikvarter" in thread
    assert "choose" in thread


def test_the_importers_hour(demo: str, tmp_path: Path) -> None:
    told = runs("imports", demo, tmp_path)
    assert "update\taddress: Egestræde 14 -> Egestræde 16" in told
    assert "0 to create, 0 to update, 6 unchanged, 0 rejected" in told
    assert "89 to create, 0 to update, 0 unchanged, 0 rejected" in told
    assert told.rstrip().splitlines()[-1].split("\t")[1] == "grade-mean"
