"""The demo served: an empty database of its own, filled, told about, and served until told to stop."""

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
from api.demo.data import MUNICIPALITY
from api.demo.municipality import Town
from api.serve import prepare, serve


def demo(port: int, *, as_json: bool, database_url: str | None = None) -> int:
    """Make Egekommune in SQLite, in a folder that is gone afterwards, or in an empty database, and serve it."""
    try:
        listening = socket.create_server(("127.0.0.1", port))  # before it is told: who reads the address calls it
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
                f"Making {MUNICIPALITY}, a fictional municipality with two years behind it: a minute or so.\n\n"
            )
            sys.stdout.flush()
        town = asyncio.run(_made())
        if isinstance(town, str):
            sys.stderr.write(f"{town}\n")
            return 1
        told = {"url": f"http://127.0.0.1:{port}", "users": town.users, "clients": town.clients}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if as_json else _for_people(told))
        sys.stdout.flush()
        # uvicorn ends well on SIGTERM and then sends it on: as an exit it lets the folder be removed.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        serve("127.0.0.1", port, fd=listening.fileno())
    return 0


async def _made() -> Town | str:
    why_not = await prepare(migrated=True)
    if why_not:
        return why_not
    engine = make_engine(settings())
    try:
        return await build(engine)
    finally:
        await engine.dispose()


def _for_people(told: dict[str, Any]) -> str:
    lines = [f"{MUNICIPALITY} is served at {told['url']}", ""]
    lines += [f"  documentation  {told['url']}/docs", f"  contract       {told['url']}/openapi.json", ""]
    lines += [f"{'role':16}{'username':20}{'password':24}unit"]
    lines += [f"{one['role']:16}{one['username']:20}{one['password']:24}{one['unit']}" for one in told["users"]]
    lines += ["", "machines sign in with client credentials:"]
    lines += [f"{one['role']:16}{one['id']}  {one['secret']}" for one in told["clients"]]
    return "\n".join([*lines, "", "Ctrl-C ends it, and all of it is gone.", ""])
