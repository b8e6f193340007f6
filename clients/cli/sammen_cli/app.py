"""The command `sammen` as a Typer application."""

from typing import Annotated, Any

import typer

from sammen_cli.command_help import words_epilog
from sammen_cli.command_runner import inherit_global_options, register, with_global_options
from sammen_cli.commands import act, create, delete, export, get, login, logout, me, put, update
from sammen_cli.commands import list as list_command
from sammen_cli.commands.imports import apply, check, discard, plan, reverse, rows
from sammen_cli.commands.imports import map as map_command
from sammen_cli.commands.imports.group import ImportGroup
from sammen_cli.exit_codes import EPILOG
from sammen_cli.version import installed_version

# Plain help and errors: they are the same on a terminal and in a log file, and rich is not imported for them.
_SETTINGS: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "epilog": EPILOG}
_HELP_OPTIONS = ["--help", "-h"]

app = typer.Typer(**_SETTINGS, context_settings={"help_option_names": _HELP_OPTIONS})


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"sammen {installed_version()}")
        raise typer.Exit


@app.callback()
@with_global_options
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="show the version")
    ] = False,
    **options: Any,
) -> None:
    """Sammen from the command line: sign in, read and change items, import files."""
    inherit_global_options(context, options)


register(app, "login", login.login)
register(app, "logout", logout.logout)
register(app, "me", me.me)
register(app, "list", list_command.list_items)
register(app, "export", export.export)
register(app, "get", get.get, epilog=words_epilog("get", "Parts of an item, or of the collection (-):"))
register(app, "create", create.create)
register(app, "update", update.update)
register(app, "put", put.put, epilog=words_epilog("put", "Parts that can be replaced:"))
register(app, "delete", delete.delete)
register(app, "act", act.act, epilog=words_epilog("act", "Transitions, with the fields that they require:"))

import_app = typer.Typer(
    **_SETTINGS,
    cls=ImportGroup,
    subcommand_metavar="RESOURCE FILE | STEP ...",
    # Options of `plan` may stand before RESOURCE: they are passed on to it.
    context_settings={"help_option_names": _HELP_OPTIONS, "ignore_unknown_options": True},
)
app.add_typer(import_app, name="import")


@import_app.callback()
@with_global_options
def import_root(context: typer.Context, **options: Any) -> None:
    """Import a file: first a plan, then its application.

    `sammen import RESOURCE FILE` is short for `sammen import plan RESOURCE FILE`.
    """
    inherit_global_options(context, options)


register(import_app, "plan", plan.plan)
register(import_app, "apply", apply.apply)
register(import_app, "discard", discard.discard)
register(import_app, "reverse", reverse.reverse)
register(import_app, "rows", rows.rows)
register(import_app, "check", check.check)
register(import_app, "map", map_command.write_map)
