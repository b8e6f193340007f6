"""The demo leaves nothing behind, however it is ended."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

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
    assert running.stderr is not None
    told = json.loads(running.stdout.readline())
    assert told["url"] == f"http://127.0.0.1:{port}"
    assert list(tmp_path.iterdir())
    while "startup complete" not in running.stderr.readline():
        assert running.poll() is None
    running.send_signal(how)
    running.communicate(timeout=30)
    assert list(tmp_path.iterdir()) == []
