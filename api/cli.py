"""sammen-api: serve, migrate, openapi, create-admin, demo."""

import argparse
import asyncio
import json
import sys

from api import app as service
from api.core import database
from api.core.settings import settings
from api.migrate import migrate, rewrite_first


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; answers the exit status."""
    parser = argparse.ArgumentParser(prog="sammen-api", description="The Sammen service.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("migrate", help="bring the database to the newest migration").set_defaults(run=_migrate)
    openapi = commands.add_parser("openapi", help="print the contract")
    openapi.set_defaults(run=_openapi)
    rewrite = commands.add_parser("rewrite-migration", help="write 0001 anew from the models (until the first release)")
    rewrite.set_defaults(run=_rewrite)
    given = parser.parse_args(arguments)
    result: int = given.run(given)
    return result


def _migrate(_: argparse.Namespace) -> int:
    async def run() -> None:
        engine = database.make_engine(settings())
        await migrate(engine, settings().municipality)
        await engine.dispose()

    asyncio.run(run())
    return 0


def _openapi(_: argparse.Namespace) -> int:
    contract = service.create_app(settings()).openapi()
    sys.stdout.write(json.dumps(contract, indent=2, ensure_ascii=False, sort_keys=False) + "\n")
    return 0


def _rewrite(_: argparse.Namespace) -> int:
    asyncio.run(rewrite_first())
    return 0
