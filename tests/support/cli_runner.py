"""A started service, and people who run the command `sammen` against it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent
PASSWORD, FIRST_PASSWORD = "kun-til-denne-prøve", "til-den-første-gang"


@dataclass
class Result:
    """The result of a command: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def problem(self) -> str:
        """The code of the problem on standard error."""
        match = re.search(r"\b([a-z]+(?:-[a-z]+)+)\b \(?\d{3}|\"code\": ?\"([a-z-]+)\"", self.err)
        return (match.group(1) or match.group(2)) if match else self.err


class User:
    """A person with a home folder of their own; `id` is set by tests that need it."""

    def __init__(self, url: str, home: Path) -> None:
        self.id = ""
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SAMMEN_CONFIG_DIR": str(home),
            "SAMMEN_URL": url,
            "SAMMEN_PASSWORD": PASSWORD,
        }
        home.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str | Path, data: Any = None) -> Result:
        """Run `sammen` with arguments; `data` is sent as JSON to standard input."""
        command = [str(BIN / "sammen"), *map(str, arguments)]
        text = None
        if data is not None:
            command += ["--data", "-"]
            text = json.dumps(data)
        process = subprocess.run(
            [*command, "--json"],
            check=False,
            input=text,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=300,
        )
        return Result(process.returncode, process.stdout, process.stderr)

    def get(self, *arguments: str | Path, data: Any = None) -> Any:
        """Run `sammen` with arguments, which must succeed; return its JSON output."""
        result = self.run(*arguments, data=data)
        assert result.code == 0, (arguments, result.code, result.err, result.out)
        return result.json


@contextmanager
def service(database_url: str, folder: Path) -> Iterator[str]:
    """Serve on a free port, on an empty database, with an administrator `admin`; yield the address."""
    environment = {
        **os.environ,
        "SAMMEN_DATABASE_URL": database_url,
        "SAMMEN_TOKEN_SECRET": "a secret for this run only, forty characters",
        "SAMMEN_MUNICIPALITY": "Kommunen",
        "SAMMEN_ADMIN_PASSWORD": PASSWORD,
    }
    api = str(BIN / "sammen-api")
    subprocess.run([api, "migrate"], env=environment, check=True, timeout=60)
    create = [api, "create-admin", "admin", "--name", "Systemforvalter"]
    subprocess.run(create, env=environment, input=PASSWORD, text=True, check=True, timeout=60)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "service.log").open("w")
    process = subprocess.Popen([api, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/health/ready", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "the service ended"
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  # our own http address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the service did not become ready")
