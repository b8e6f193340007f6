"""Registers commands, runs them, and turns errors into messages and exit codes."""

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer
from sammen.errors import SammenError

from sammen_cli.exit_codes import EPILOG, ExitCode
from sammen_cli.options import choice
from sammen_cli.session import GlobalOptions, Session

CommandFunction = Callable[..., ExitCode]


def global_options(
    json: Annotated[bool, typer.Option("--json", help="write JSON, for scripts")] = False,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="FIELD", help="write only this field of each item, such as id, for scripts"),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="the address of the service (else SAMMEN_URL, else that of the last sign-in)"
        ),
    ] = None,
    language: Annotated[
        str | None, choice("--language", "en", "da", help="the language of problems (else SAMMEN_LANGUAGE, else en)")
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="allow http:// to another machine (or SAMMEN_INSECURE=1)")
    ] = False,
) -> GlobalOptions:
    """The options of every command; their declarations are added to each of them."""
    return GlobalOptions(json=json, only=only, url=url, language=language, insecure=insecure)


GLOBAL_PARAMETERS = tuple(inspect.signature(global_options).parameters.values())


def with_global_options(callback: Callable[..., None]) -> Callable[..., None]:
    """Declare the global options in the signature of a callback, in place of its `**options`."""
    own = [p for p in inspect.signature(callback).parameters.values() if p.kind is not p.VAR_KEYWORD]
    _declare(callback, own)
    return callback


def inherit_global_options(context: typer.Context, options: dict[str, Any]) -> None:
    """Keep the global options that are given before the name of a command."""
    context.obj = _inherited(context).overridden_by(global_options(**options))


def register(app: typer.Typer, name: str, function: CommandFunction, *, epilog: str = "") -> None:
    """Add a command: a function of a Session and its own parameters, whose docstring is its help."""

    def callback(context: typer.Context, **arguments: Any) -> None:
        options = {parameter.name: arguments.pop(parameter.name) for parameter in GLOBAL_PARAMETERS}
        session = Session(_inherited(context).overridden_by(global_options(**options)))
        raise typer.Exit(run(function, session, arguments))

    [context_parameter, _] = inspect.signature(callback).parameters.values()
    [_, *own] = inspect.signature(function).parameters.values()
    _declare(callback, [context_parameter, *own])
    epilogs = "\n\n".join(filter(None, (epilog, EPILOG)))
    app.command(name, help=inspect.getdoc(function), epilog=epilogs)(callback)


def _declare(callback: Callable[..., None], parameters: Sequence[inspect.Parameter]) -> None:
    """Set the signature, which Typer reads, to these parameters and the global options."""
    keyword_only = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*parameters, *GLOBAL_PARAMETERS)]
    callback.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]  # PEP 362


def _inherited(context: typer.Context) -> GlobalOptions:
    return context.obj if isinstance(context.obj, GlobalOptions) else GlobalOptions()


def run(function: CommandFunction, session: Session, arguments: dict[str, Any]) -> ExitCode:
    """Call the function of a command; returns the exit code for its result or its error."""
    try:
        code = function(session, **arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of standard output (head, less) has closed it.
        _discard_standard_output()
        return ExitCode.OK
    except OSError as error:
        # An error of this machine: a folder without write permission, a full disk.
        _discard_standard_output()
        message = f"{error.filename or 'input or output'}: {error.strerror or error}"
        return _write_error(session, SammenError(message), ExitCode.USAGE)
    except SammenError as error:
        return _write_error(session, error)
    except ValueError as error:
        return _write_error(session, SammenError(str(error)), ExitCode.USAGE)
    except KeyboardInterrupt as interruption:
        message = str(interruption) or "Interrupted: the request was processed completely, or not at all."
        return _write_error(session, SammenError(message), ExitCode.INTERRUPTED)
    return code


def _write_error(session: Session, error: SammenError, code: ExitCode | None = None) -> ExitCode:
    # Imported here: the classes of errors are slow to import, and most commands have none.
    from sammen_cli.error_messages import exit_code_of, message_of  # noqa: PLC0415

    code = exit_code_of(error) if code is None else code
    session.output.error(error, message_of(error), code)
    return code


def _discard_standard_output() -> None:
    """Discard everything that is still to be written to standard output, also at exit."""
    with suppress(OSError, ValueError):  # standard output may not be a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
