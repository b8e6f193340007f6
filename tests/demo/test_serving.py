"""The demo leaves nothing behind, however it is ended."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

BIN = Path(sys.executable).parent


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_the_demo_made_is_gone_when_it_ends(tmp_path: Path, how: signal.Signals) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    told = json.loads(running.stdout.readline())
    assert told["url"] == f"http://127.0.0.1:{port}"
    assert list(tmp_path.iterdir())
    assert httpx.get(f"{told['url']}/health/live", timeout=30).status_code == 200  # at once: nobody waits any longer
    running.send_signal(how)
    running.communicate(timeout=30)
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"]
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"Port {port} cannot be used: Address already in use.\n"
