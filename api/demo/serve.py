"""The command `demo`: create a fictional municipality in an empty database, print who can sign in, and serve it."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.core.settings import Settings
from api.db.engine import make_engine
from api.demo.build import build
from api.demo.municipality import Municipality
from api.demo.seed_data import MUNICIPALITY
from api.serve import prepare, serve


def demo(settings: Settings, port: int, *, as_json: bool, database_url: str | None = None) -> int:
    """Create Egekommune and serve it on this machine; return the exit status.

    Without `database_url`, the database is SQLite in a temporary folder that is deleted at the end.
    """
    try:
        # The port is opened before its address is printed: a client may connect as soon as it has read it.
        listener = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        sys.stderr.write(f"Port {port} cannot be used: {os.strerror(error.errno or 0)}.\n")
        return 1
    port = listener.getsockname()[1]
    with TemporaryDirectory(prefix="sammen-demo-") as folder:
        demo_settings = settings.model_copy(
            update={
                "database_url": database_url or f"sqlite+aiosqlite:///{folder}/demo.db",
                "token_secret_file": Path(folder) / "demo.secret",
                "municipality": MUNICIPALITY,
            }
        )
        if not as_json:
            sys.stdout.write(f"Creating {MUNICIPALITY}, a fictional municipality with two years of data: a minute.\n\n")
            sys.stdout.flush()
        municipality = asyncio.run(_create(demo_settings))
        if isinstance(municipality, str):
            sys.stderr.write(f"{municipality}\n")
            return 1
        access = {"url": f"http://127.0.0.1:{port}", "users": municipality.users, "clients": municipality.clients}
        sys.stdout.write(json.dumps(access, ensure_ascii=False) + "\n" if as_json else _as_text(access))
        sys.stdout.flush()
        # uvicorn stops gracefully on SIGTERM, and then raises the signal again with the handler that was set before.
        # Python's default would end the process at once; an exit deletes the folder. tests/demo/test_serving.py.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        serve(demo_settings, "127.0.0.1", port, fd=listener.fileno())
    return 0


async def _create(settings: Settings) -> Municipality | str:
    """Return the municipality's users and clients, or the reason why the database cannot be used."""
    reason = await prepare(settings, migrated=True)
    if reason:
        return reason
    engine = make_engine(settings)
    try:
        return await build(engine)
    finally:
        await engine.dispose()


def _as_text(access: dict[str, Any]) -> str:
    lines = [f"{MUNICIPALITY} is served at {access['url']}", ""]
    lines += [f"  documentation  {access['url']}/docs", f"  contract       {access['url']}/openapi.json", ""]
    lines += [f"{'role':16}{'username':20}{'password':24}unit"]
    lines += [f"{user['role']:16}{user['username']:20}{user['password']:24}{user['unit']}" for user in access["users"]]
    lines += ["", "Machines sign in with client credentials:"]
    lines += [f"{client['role']:16}{client['id']}  {client['secret']}" for client in access["clients"]]
    return "\n".join([*lines, "", "Press Ctrl-C to stop; the data is deleted.", ""])
