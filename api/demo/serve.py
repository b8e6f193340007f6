"""Serve the demo: create a database, seed it, print how to sign in, and serve until stopped."""

import asyncio
import json
import os
import signal
import socket
import sys
from tempfile import TemporaryDirectory
from typing import Any

from api.core.settings import settings
from api.db.engine import make_engine
from api.demo.build import build
from api.demo.municipality import Municipality
from api.demo.seed_data import MUNICIPALITY
from api.serve import prepare, serve


def demo(port: int, *, as_json: bool, database_url: str | None = None) -> int:
    """Seed Egekommune and serve it on loopback; return the exit code.

    Without a database, which must be empty, SQLite in a temporary folder is used and removed at the end. Standard
    output has the address, users and machines: as one line of JSON, or as a table for people.
    """
    try:
        # Listen before the address is printed: a program that reads the address may connect at once.
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        sys.stderr.write(f"Port {port} cannot be used: {os.strerror(error.errno or 0)}.\n")
        return 1
    port = listening.getsockname()[1]
    with TemporaryDirectory(prefix="sammen-demo-") as folder:
        os.environ["SAMMEN_DATABASE_URL"] = database_url or f"sqlite+aiosqlite:///{folder}/demo.db"
        os.environ["SAMMEN_TOKEN_SECRET_FILE"] = f"{folder}/demo.secret"
        os.environ["SAMMEN_MUNICIPALITY"] = MUNICIPALITY
        settings.cache_clear()
        if not as_json:
            sys.stdout.write(
                f"Creating {MUNICIPALITY}, a fictional municipality with two years of data. "
                "This takes about a minute.\n\n"
            )
            sys.stdout.flush()
        municipality = asyncio.run(_build_or_error())
        if isinstance(municipality, str):
            sys.stderr.write(f"{municipality}\n")
            return 1
        sign_in_data = {
            "url": f"http://127.0.0.1:{port}",
            "users": municipality.users,
            "clients": municipality.clients,
        }
        output = json.dumps(sign_in_data, ensure_ascii=False) + "\n" if as_json else _as_table(sign_in_data)
        sys.stdout.write(output)
        sys.stdout.flush()
        # uvicorn shuts down on SIGTERM and then raises the signal again: as an exit, it lets the folder be removed.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        serve("127.0.0.1", port, fd=listening.fileno())
    return 0


async def _build_or_error() -> Municipality | str:
    error = await prepare(migrated=True)
    if error:
        return error
    engine = make_engine(settings())
    try:
        return await build(engine)
    finally:
        await engine.dispose()


def _as_table(sign_in_data: dict[str, Any]) -> str:
    url = sign_in_data["url"]
    lines = [f"{MUNICIPALITY} is served at {url}", ""]
    lines += [f"  documentation  {url}/docs", f"  contract       {url}/openapi.json", ""]
    lines += [f"{'role':16}{'username':20}{'password':24}unit"]
    lines += [
        f"{user['role']:16}{user['username']:20}{user['password']:24}{user['unit']}" for user in sign_in_data["users"]
    ]
    lines += ["", "Machines sign in with client credentials:"]
    lines += [f"{client['role']:16}{client['id']}  {client['secret']}" for client in sign_in_data["clients"]]
    return "\n".join([*lines, "", "Ctrl-C stops the demo and deletes its data.", ""])
