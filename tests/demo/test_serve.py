"""`sammen-api demo` as a process: it serves, and leaves no files behind."""

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


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM])
def test_demo_deletes_its_files_when_it_is_stopped(tmp_path: Path, stop_signal: signal.Signals) -> None:
    with socket.socket() as free_socket:
        free_socket.bind(("127.0.0.1", 0))
        port = free_socket.getsockname()[1]
    command = [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = json.loads(process.stdout.readline())
    assert output["url"] == f"http://127.0.0.1:{port}"
    assert list(tmp_path.iterdir())
    # The demo listens before it prints its address, so a client may connect at once.
    assert httpx.get(f"{output['url']}/health/live", timeout=30).status_code == 200
    process.send_signal(stop_signal)
    process.communicate(timeout=30)
    assert list(tmp_path.iterdir()) == []


def test_demo_reports_a_port_that_is_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"]
        process = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == f"Port {port} cannot be used: Address already in use.\n"
