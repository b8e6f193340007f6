"""A started service and people at its command line: `sammen` as they would type it."""

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
PASSWORD, FIRST = "kun-til-denne-prøve", "til-den-første-gang"


@dataclass
class Answer:
    """What a command answered: its exit code, what it wrote, and what it refused."""

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
        """The code of the problem that was told."""
        found = re.search(r"\b([a-z]+(?:-[a-z]+)+)\b \(?\d{3}|\"code\": ?\"([a-z-]+)\"", self.err)
        return (found.group(1) or found.group(2)) if found else self.err


class Typist:
    """Somebody with a home folder of their own, signed in to the service."""

    def __init__(self, url: str, home: Path) -> None:
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "SAMMEN_CONFIG_DIR": str(home),
            "SAMMEN_URL": url,
            "SAMMEN_PASSWORD": PASSWORD,
        }
        home.mkdir(parents=True, exist_ok=True)

    def types(self, *words: str | Path, data: Any = None) -> Answer:
        """Run `sammen` with these words; `data` goes through standard input."""
        command = [str(BIN / "sammen"), *map(str, words)]
        text = None
        if data is not None:
            command += ["--data", "-"]
            text = json.dumps(data)
        done = subprocess.run(
            [*command, "--json"],
            check=False,
            input=text,
            capture_output=True,
            text=True,
            env=self.environment,
            timeout=300,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def gets(self, *words: str | Path, data: Any = None) -> Any:
        """As `types`, where it is expected to work: what was answered."""
        answer = self.types(*words, data=data)
        assert answer.code == 0, (words, answer.code, answer.err, answer.out)
        return answer.json


@contextmanager
def service(database_url: str, folder: Path) -> Iterator[str]:
    """The service on a free port, on an empty database, with an administrator called `admin`."""
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
    running = subprocess.Popen([api, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/ready", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(30)
        log.close()


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert running.poll() is None, "the service ended"
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  # our own http address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the service did not become ready")
