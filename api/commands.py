"""The commands of `sammen-api`: serve, create-admin, demo, audit, purge, migrate and openapi."""

import argparse
import asyncio
import getpass
import json
import os
import sys
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from api.app import create_app
from api.core import clock
from api.core.problems import Fault, Problem
from api.core.settings import InvalidSettings, Settings, load_settings, unknown_variables
from api.db import transactions
from api.db.engine import make_engine, missing_file
from api.db.error_reports import describe_cause
from api.demo.serve import demo
from api.http import validation_errors
from api.journal.verify import VerificationResult, verify_hash_chain
from api.migrate import rewrite_first_migration
from api.people.actions.create import check_new_password, create_admin
from api.people.schemas import PersonCreate
from api.privacy.actions.purge import Counted, purge
from api.serve import prepare, serve
from api.sign_in.passwords import hash_password

PASSWORD_VARIABLE = "SAMMEN_ADMIN_PASSWORD"  # noqa: S105  # the name of a variable


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status: 0, 1 if it failed, 2 if the arguments or settings are invalid."""
    parsed = _parser().parse_args(arguments)
    for warning in unknown_variables(os.environ):
        _print_error(warning)
    try:
        settings = load_settings()
        clock.configure(settings)
        status: int = parsed.run(settings, parsed)
    except InvalidSettings as error:
        _print_error(str(error))
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sammen-api", description="The Sammen service. Settings: SAMMEN_* variables.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve_options(commands.add_parser("serve", help="serve the API over HTTP"))
    command = commands.add_parser(
        "create-admin",
        help="create a system administrator",
        description=f"The password is prompted for, or read from {PASSWORD_VARIABLE} or the first line of standard "
        "input.",
    )
    command.add_argument("username", help="the username to sign in with")
    command.add_argument("--name", help="the person's name (default: the username)")
    command.add_argument("--email", help="the work email address")
    command.set_defaults(run=_create_admin)
    command = commands.add_parser("demo", help="create a fictional municipality and serve it on this machine")
    command.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    command.add_argument("--json", action="store_true", help="print the address and the users as one line of JSON")
    command.add_argument("--database-url", help="an empty database to use (default: SQLite, deleted at the end)")
    command.set_defaults(run=_demo)
    command = commands.add_parser("audit", help="verify the hash chain of the audit trail")
    command.add_argument("what", choices=["verify"], help="verify: list entries that have been changed or removed")
    command.add_argument(
        "--head",
        type=Path,
        metavar="FILE",
        help="a file, kept apart from the database, with the end of the chain at the last run, and updated: with it, "
        "entries removed from the end are found too",
    )
    command.set_defaults(run=_audit)
    command = commands.add_parser("purge", help="delete what is past its retention period (SAMMEN_KEEP_...)")
    command.add_argument("--dry-run", action="store_true", help="count what would be deleted, by kind; change nothing")
    command.set_defaults(run=_purge)
    commands.add_parser("migrate", help="migrate the database to the newest version").set_defaults(run=_migrate)
    commands.add_parser("openapi", help="print the OpenAPI document").set_defaults(run=_openapi)
    # Undocumented: for developers who change the models, until the first release.
    commands.add_parser("rewrite-migration").set_defaults(run=_rewrite_migration)
    return parser


def _add_serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=1, help="the number of processes (1)")
    parser.add_argument("--migrate", action="store_true", help="migrate PostgreSQL first; SQLite always is")
    parser.add_argument("--behind", metavar="ADDRESSES", help="proxies whose X-Forwarded-For is trusted")
    parser.set_defaults(run=_serve)


def _print_error(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 1


# --- serve, migrate, demo ---


def _serve(settings: Settings, parsed: argparse.Namespace) -> int:
    reason = asyncio.run(prepare(settings, migrated=parsed.migrate))
    if reason:
        return _print_error(reason)
    serve(settings, parsed.host, parsed.port, parsed.workers, behind=parsed.behind)
    return 0


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    reason = asyncio.run(prepare(settings, migrated=True, report=lambda message: sys.stdout.write(f"{message}\n")))
    return _print_error(reason) if reason else 0


def _demo(settings: Settings, parsed: argparse.Namespace) -> int:
    return demo(settings, parsed.port, as_json=parsed.json, database_url=parsed.database_url)


# --- create-admin ---


def _read_password() -> str:
    """Read the password from the environment, a prompt or standard input; return "" if the prompts differ.

    It is not an argument: those are visible to other users of the machine.
    """
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    return password if getpass.getpass("Repeat the password: ") == password else ""


def _create_admin(settings: Settings, parsed: argparse.Namespace) -> int:
    password = _read_password()
    if not password:
        return _print_error("The password is empty, or the two passwords differ. Nothing was changed.")
    try:
        person = PersonCreate(
            username=parsed.username, name=parsed.name or parsed.username, email=parsed.email, password=password
        )
        check_new_password(password, person.username)
        message = asyncio.run(_insert_admin(settings, person, password))
    except ValidationError as error:
        return _print_faults(validation_errors.faults_from_errors(error.errors()))
    except Problem as problem:
        return _print_faults(problem.faults)
    sys.stdout.write(f"{message}\n")
    return 0


def _print_faults(faults: list[Fault]) -> int:
    lines = [f"  {fault.pointer}: {fault.as_error('en')['detail']}" for fault in faults]
    return _print_error("\n".join(["Nothing was changed.", *lines]))


async def _insert_admin(settings: Settings, person: PersonCreate, password: str) -> str:
    reason = await prepare(settings, migrated=False)
    if reason:
        raise SystemExit(reason)
    password_hash = await hash_password(password)
    engine = make_engine(settings)
    async with transactions.write_transaction(engine) as session:
        admin = await create_admin(session, person, password_hash)
        message = (
            f"Created the system administrator {admin.username} ({admin.name}) in {engine.url.render_as_string()}."
        )
    await engine.dispose()
    return message


# --- audit, purge ---


def _audit(settings: Settings, parsed: argparse.Namespace) -> int:
    if parsed.head and not parsed.head.parent.is_dir():
        return _print_error(f"There is no folder {parsed.head.parent} for the head. Nothing was verified.")
    if missing := missing_file(settings):
        return _print_error(f"There is no database {missing}. Nothing was verified.")
    stored_head = parsed.head.read_text().strip() if parsed.head and parsed.head.exists() else None
    try:
        verdict = asyncio.run(_verify(settings, stored_head))
    except DBAPIError as error:
        return _print_error(f"The database cannot be read: {describe_cause(error)}.")
    for seq, description in verdict.findings:
        sys.stdout.write(f"entry {seq} {description}\n")
    summary = f"{len(verdict.findings)} findings" if verdict.findings else "no findings"
    if not verdict.findings and stored_head is None:
        summary = f"{summary}; entries removed from the end are found only with a --head file from an earlier run"
    head = verdict.head or "none"
    sys.stdout.write(
        f"{verdict.entry_count} entries, {verdict.link_count} links of the chain: {summary}; head {head}\n"
    )
    if verdict.findings:
        return 1
    if parsed.head and verdict.head:
        parsed.head.write_text(f"{verdict.head}\n")
    return 0


async def _verify(settings: Settings, stored_head: str | None) -> VerificationResult:
    engine = make_engine(settings)
    try:
        return await verify_hash_chain(engine, settings, stored_head)
    finally:
        await engine.dispose()


def _purge(settings: Settings, parsed: argparse.Namespace) -> int:
    if missing := missing_file(settings):
        return _print_error(f"There is no database {missing}. Nothing was purged.")
    try:
        counts = asyncio.run(_purge_database(settings, dry_run=parsed.dry_run))
    except DBAPIError as error:
        return _print_error(f"The database cannot be used: {describe_cause(error)}.")
    for count in counts:
        sys.stdout.write(f"{count.number:>8}  {count.name}, {count.days} days\n")
    outcome = "would be deleted; nothing was changed" if parsed.dry_run else "deleted"
    sys.stdout.write(f"{sum(count.number for count in counts):>8}  {outcome}\n")
    return 0


async def _purge_database(settings: Settings, *, dry_run: bool) -> list[Counted]:
    engine = make_engine(settings)
    try:
        return await purge(engine, settings, dry_run=dry_run)
    finally:
        await engine.dispose()


# --- openapi, rewrite-migration ---


def _openapi(settings: Settings, _: argparse.Namespace) -> int:
    document = create_app(settings).openapi()
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=False) + "\n")
    return 0


def _rewrite_migration(_: Settings, __: argparse.Namespace) -> int:
    asyncio.run(rewrite_first_migration())
    return 0
