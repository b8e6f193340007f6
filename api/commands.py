"""sammen-api: serve, migrate, openapi, create-admin, audit, purge, demo."""

import argparse
import asyncio
import getpass
import json
import os
import sys
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from api import app as service
from api.core.problems import Problem
from api.core.settings import InvalidSettings, check_settings, settings, unknown_variables
from api.db import transactions
from api.db.engine import make_engine, missing_file
from api.db.error_reports import describe_cause
from api.demo.serve import demo
from api.http import validation_errors
from api.journal.verify import Verdict, verify
from api.migrate import rewrite_first_migration
from api.people.actions.create import check_new_password, create_admin
from api.people.schemas import PersonCreate
from api.privacy.actions.purge import Counted, purge
from api.serve import prepare, serve
from api.sign_in.passwords import hash_password

GIVEN_IN = "SAMMEN_ADMIN_PASSWORD"


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; answers the exit status."""
    parser = argparse.ArgumentParser(prog="sammen-api", description="The Sammen service. Settings: SAMMEN_* variables.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _serving(commands.add_parser("serve", help="serve the contract over HTTP"))
    admin = commands.add_parser(
        "create-admin",
        help="make somebody a system administrator",
        description=f"The password is asked for, or taken from {GIVEN_IN} or the first line of standard input.",
    )
    admin.add_argument("username", help="what they sign in with")
    admin.add_argument("--name", help="their name; the username unless given")
    admin.add_argument("--email", help="their work address")
    admin.set_defaults(run=_create_admin)
    demo = commands.add_parser("demo", help="make a whole fictional municipality, and serve it on this machine")
    demo.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    demo.add_argument("--json", action="store_true", help="say where it is and who can sign in as one line of JSON")
    demo.add_argument("--database-url", help="an empty database to make it in; else SQLite, gone when it ends")
    demo.set_defaults(run=_demo)
    audit = commands.add_parser("audit", help="judge the journal against its seals")
    audit.add_argument("what", choices=["verify"], help="verify: tell what is not as it was written")
    audit.add_argument(
        "--head",
        type=Path,
        metavar="FILE",
        help="a file kept apart from the database: what was cut off since it was written shows; it is written anew",
    )
    audit.set_defaults(run=_audit)
    purging = commands.add_parser("purge", help="let go of what is past its time (SAMMEN_KEEP_...), or count it")
    purging.add_argument("--dry-run", action="store_true", help="count what would go, kind by kind; change nothing")
    purging.set_defaults(run=_purge)
    commands.add_parser("migrate", help="bring the database to the newest migration").set_defaults(run=_migrate)
    openapi = commands.add_parser("openapi", help="print the contract")
    openapi.set_defaults(run=_openapi)
    rewrite = commands.add_parser("rewrite-migration")  # for who changes the models, until the first release
    rewrite.set_defaults(run=_rewrite)
    given = parser.parse_args(arguments)
    for warning in unknown_variables(os.environ):
        _say(warning)
    try:
        check_settings()
        result: int = given.run(given)
    except InvalidSettings as error:
        _say(str(error))
        return 2
    return result


def _serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=1, help="how many processes (1)")
    parser.add_argument("--migrate", action="store_true", help="migrate PostgreSQL first; SQLite always is")
    parser.add_argument("--behind", metavar="ADDRESSES", help="proxies whose X-Forwarded-For is believed")
    parser.set_defaults(run=_serve)


def _say(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


def _serve(given: argparse.Namespace) -> int:
    refused = asyncio.run(prepare(migrated=given.migrate))
    if refused:
        return _say(refused)
    serve(given.host, given.port, given.workers, behind=given.behind)
    return 0


def _demo(given: argparse.Namespace) -> int:
    return demo(given.port, as_json=given.json, database_url=given.database_url)


def _password() -> str:
    """From the surroundings, a prompt or standard input; never from an argument, which others on the machine read."""
    if GIVEN_IN in os.environ:
        return os.environ[GIVEN_IN]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    return first if getpass.getpass("Once more: ") == first else ""


def _create_admin(given: argparse.Namespace) -> int:
    password = _password()
    if not password:
        return _say("No password was given, or not twice the same; nothing was changed.")
    try:
        name = given.name or given.username
        wanted = PersonCreate(username=given.username, name=name, email=given.email, password=password)
        check_new_password(password, wanted.username)
        made = asyncio.run(_make_admin(wanted, password))
    except (ValidationError, Problem) as error:
        faults = (
            validation_errors.faults_from_errors(error.errors()) if isinstance(error, ValidationError) else error.faults
        )
        said = [f"  {fault.pointer}: {fault.answer('en')['detail']}" for fault in faults]
        return _say("\n".join(["Nothing was changed.", *said]))
    sys.stdout.write(f"{made}\n")
    return 0


async def _make_admin(wanted: PersonCreate, password: str) -> str:
    refused = await prepare(migrated=False)
    if refused:
        raise SystemExit(refused)
    hashed = await hash_password(password)
    engine = make_engine(settings())
    async with transactions.write_transaction(engine) as session:
        person = await create_admin(session, wanted, hashed)
        made = f"Made {person.username} ({person.name}) a system administrator in {engine.url.render_as_string()}."
    await engine.dispose()
    return made


def _migrate(_: argparse.Namespace) -> int:
    refused = asyncio.run(prepare(migrated=True, tell=lambda words: sys.stdout.write(f"{words}\n")))
    return _say(refused) if refused else 0


def _audit(given: argparse.Namespace) -> int:
    if given.head and not given.head.parent.is_dir():
        return _say(f"There is no folder {given.head.parent} to keep the head in; nothing was judged.")
    if missing := missing_file(settings()):
        return _say(f"There is no database {missing}; nothing was judged.")
    kept = given.head.read_text().strip() if given.head and given.head.exists() else None
    try:
        verdict = asyncio.run(_verified(kept))
    except DBAPIError as error:
        return _say(f"The database cannot be read: {describe_cause(error)}.")
    for seq, words in verdict.findings:
        sys.stdout.write(f"entry {seq} {words}\n")
    found = f"{len(verdict.findings)} findings" if verdict.findings else "all as it was written"
    if not verdict.findings and kept is None:
        found = f"{found}, as far as there is anything; what was cut off at the end shows only beside a kept --head"
    sys.stdout.write(f"{verdict.entries} entries, {verdict.seals} seals: {found}; head {verdict.head or 'none'}\n")
    if verdict.findings:
        return 1
    if given.head and verdict.head:
        given.head.write_text(f"{verdict.head}\n")
    return 0


async def _verified(kept: str | None) -> Verdict:
    engine = make_engine(settings())
    try:
        return await verify(engine, settings(), kept)
    finally:
        await engine.dispose()


def _purge(given: argparse.Namespace) -> int:
    if missing := missing_file(settings()):
        return _say(f"There is no database {missing}; nothing was purged.")
    try:
        told = asyncio.run(_purged(dry_run=given.dry_run))
    except DBAPIError as error:
        return _say(f"The database cannot be used: {describe_cause(error)}.")
    for one in told:
        sys.stdout.write(f"{one.number:>8}  {one.name}, {one.days} days\n")
    done = "would go; nothing was changed" if given.dry_run else "gone"
    sys.stdout.write(f"{sum(one.number for one in told):>8}  {done}\n")
    return 0


async def _purged(*, dry_run: bool) -> list[Counted]:
    engine = make_engine(settings())
    try:
        return await purge(engine, settings(), dry_run=dry_run)
    finally:
        await engine.dispose()


def _openapi(_: argparse.Namespace) -> int:
    contract = service.create_app(settings()).openapi()
    sys.stdout.write(json.dumps(contract, indent=2, ensure_ascii=False, sort_keys=False) + "\n")
    return 0


def _rewrite(_: argparse.Namespace) -> int:
    asyncio.run(rewrite_first_migration())
    return 0
