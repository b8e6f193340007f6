"""What can be typed."""

import argparse
from typing import TypeAlias

from sammen.command import offered
from sammen.command.exits import ABOUT
from sammen.imported import COLUMNS
from sammen.versions import own_version

Work: TypeAlias = str
"""A function by its module below `sammen.command` and its name: it is imported when its command was typed."""


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="sammen",
        description="Sammen from the command line: sign in, read and change things, import files.",
        epilog=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"sammen {own_version()}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _signing(commands)
    _things(commands)
    _imports(commands)
    return whole


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(commands: Commands, name: str, work: Work, about: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about, epilog=ABOUT, formatter_class=_Formatter)
    made.set_defaults(work=work)
    made.add_argument("--json", action="store_true", help="write JSON, for scripts")
    made.add_argument("--only", metavar="MEMBER", help="write only this member of each thing, such as id, for scripts")
    made.add_argument("--url", help="the service's address (else SAMMEN_URL, else the one signed in to last)")
    made.add_argument(
        "--language", choices=("en", "da"), default=offered.language(),
        help="of problems, whatever language this help is in (else SAMMEN_LANGUAGE, else en)",
    )  # fmt: skip
    made.add_argument("--insecure", action="store_true", help="allow http:// to another machine (or SAMMEN_INSECURE=1)")
    return made


_Formatter = argparse.RawDescriptionHelpFormatter


def _signing(commands: Commands) -> None:
    login = _command(commands, "login", "signing.login", "Sign in and keep the token (mode 0600).")
    login.add_argument("--username", help="else SAMMEN_USERNAME, else asked for")
    login.add_argument("--client-id", help="sign in as a machine, with SAMMEN_CLIENT_SECRET")
    login.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password (or secret) from standard input; else SAMMEN_PASSWORD, else it is asked for unseen",
    )
    _command(commands, "logout", "signing.logout", "Revoke the token and forget it.")
    _command(commands, "me", "signing.me", "Tell who is signed in, with roles and units.")


def _things(commands: Commands) -> None:
    listing = _resource(commands, "list", "things.list_things", "List things: a line each, or JSON a line with --json.")
    _filter(listing)
    listing.add_argument("--limit", type=offered.count, help="at most so many (default: all)")
    export = _resource(commands, "export", "things.export", "Write a whole list as CSV, for spreadsheets.")
    _filter(export)
    export.add_argument("--output", default="-", metavar="FILE", help="else to standard output")
    export.add_argument("--danish", action="store_true", help="semicolons, decimal commas, as Danish Excel reads it")
    about = "Read one thing, or what hangs below it (get themes ID thread); - as ID for what belongs to all of them."
    get = _resource(commands, "get", "things.get", about, "id")
    get.add_argument("part", nargs="?", help="such as thread, agenda, evidence: see below")
    _filter(get)
    create = _resource(commands, "create", "things.create", "Make a thing; without --data, what it needs is told.")
    _data(create)
    _key(create)
    update = _resource(
        commands, "update", "things.update", "Change a thing (PATCH): what is left out stays, null clears.", "id"
    )
    _data(update)
    _condition(update)
    put = _resource(commands, "put", "things.put", "Replace what hangs below a thing (put dialogues ID circle).", "id")
    put.add_argument("part", help="such as circle: see below")
    _data(put, required=True)
    _condition(put)
    _condition(_resource(commands, "delete", "things.delete", "Delete a thing that nothing refers to.", "id"))
    about = "A step that a thing takes (act dialogues ID hold --data '{...}'); without --data, what it needs is told."
    act = _resource(commands, "act", "things.act", about, "id")
    act.add_argument("action", help="such as hold, decide, release: see below")
    _data(act)
    _condition(act)
    _key(act)


def _imports(commands: Commands) -> None:
    about = (
        "Import a file: say what it holds and where it is (see `sammen import plan --help`), or one of the steps below."
    )
    whole = commands.add_parser(
        "import", help="Import a file: a plan first, then what it says.", description=about, epilog=ABOUT,
        usage="sammen import RESOURCE FILE [--map MAP] [--apply]\n       sammen import STEP ...",
        formatter_class=_Formatter,
    )  # fmt: skip
    steps = whole.add_subparsers(dest="step", required=True, metavar="STEP")
    _planning(steps)
    _condition(_step(steps, "apply", "importing.apply", "Carry out a plan, all of it or nothing."))
    _condition(_step(steps, "discard", "importing.discard", "Give a plan up; nothing is changed."))
    about = "Undo what an import did, all of it or nothing, while nothing of it was changed since."
    _condition(_step(steps, "reverse", "importing.reverse", about))
    rows = _step(
        steps, "rows", "importing.rows", "Show the rows of a plan: what would change, or why they are rejected."
    )
    outcomes = ("rejected", "create", "update", "unchanged", "all")
    rows.add_argument("--outcome", choices=outcomes, help="only these; else those rejected, or those that change")
    rows.add_argument("--limit", type=offered.count, help="at most so many of each outcome")
    _looking(steps)


def _planning(steps: Commands) -> None:
    plan = _command(steps, "plan", "importing.plan", "Send a file and see what it would do (the default step).")
    plan.usage = "sammen import RESOURCE FILE [--map MAP] [--set COLUMN=VALUE] [--apply] [options]"
    plan.add_argument("resource", help=", ".join(name.replace("_", "-") for name in COLUMNS))
    _file(plan)
    about = (
        "what becomes of a row: upsert makes what is not there and changes what is (the default); create makes only, "
        "and rejects what is there; update changes only, and rejects what is not there"
    )
    plan.add_argument("--strategy", choices=("upsert", "create", "update"), default="upsert", help=about)
    plan.add_argument("--apply", action="store_true", help="carry it out at once when no row is rejected")
    _key(plan)


def _looking(steps: Commands) -> None:
    """What needs no service."""
    check = _command(
        steps, "check", "checking.check", "Say what a file is and what a map makes of it; no service needed."
    )
    _file(check)
    check.add_argument("--resource", help="whose columns to check against (else the map's)")
    check.add_argument("--sample", type=int, default=5, metavar="N", help="rows to show (default: 5)")
    begun = _command(steps, "map", "checking.begin_map", "Write the beginning of a map for a file; no service needed.")
    begun.add_argument("resource", help=", ".join(name.replace("_", "-") for name in COLUMNS))
    begun.add_argument("file", help=_FILE)
    begun.add_argument("--encoding", help="utf-8 or windows-1252; else found out")


def _step(steps: Commands, name: str, work: Work, about: str) -> argparse.ArgumentParser:
    made = _command(steps, name, work, about)
    made.add_argument("id", help="the import's id, as the plan told it")
    return made


def _resource(commands: Commands, name: str, work: Work, about: str, *more: str) -> argparse.ArgumentParser:
    made, names = _command(commands, name, work, about), offered.names(name)
    made.add_argument("resource", choices=names, metavar="RESOURCE", help=", ".join(names))
    if name in {"get", "put", "act"}:
        made.epilog = f"{_BELOW[name]}\n{offered.words(name)}\n{ABOUT}"
    for word in more:
        made.add_argument(word)
    return made


_BELOW = {
    "get": "what hangs below a thing, or with - below all of them:",
    "put": "what can be replaced:",
    "act": "steps of each resource, and what they need:",
}

_FILE = "CSV, or JSON a line; - for standard input"


def _file(made: argparse.ArgumentParser) -> None:
    made.add_argument("file", help=_FILE)
    made.add_argument("--map", help="a file that says what the columns mean")
    about = "a column with one value in each row, on top of the map's (may be repeated)"
    made.add_argument("--set", nargs="+", action="extend", default=[], metavar="COLUMN=VALUE", help=about)
    made.add_argument("--dialect", choices=("comma", "semicolon", "danish", "tab"), help="else found out")
    made.add_argument("--encoding", help="utf-8 or windows-1252; else found out")


def _filter(made: argparse.ArgumentParser) -> None:
    made.add_argument("--filter", nargs="+", action="extend", default=[], metavar="KEY=VALUE", help="may be repeated")


def _data(made: argparse.ArgumentParser, *, required: bool = False) -> None:
    made.add_argument("--data", required=required, help="JSON, @FILE, or - for standard input")


def _condition(made: argparse.ArgumentParser) -> None:
    made.add_argument("--if-match", help="the ETag that was seen (default: that of the thing as it stands now)")


def _key(made: argparse.ArgumentParser) -> None:
    made.add_argument("--idempotency-key", help="the same key has one effect, however often the command is run")
