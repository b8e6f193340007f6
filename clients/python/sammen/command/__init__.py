"""The command `sammen`.

What a command needs is imported when it was typed: all of it takes most of a second, and Ctrl-C is heard meanwhile.
"""

import os
import sys
from argparse import Namespace
from contextlib import suppress
from importlib import import_module

INTERRUPTED = 130


def main(words: list[str] | None = None) -> int:
    """Run the command; answers its exit code."""
    try:
        from sammen.command.arranged import arranged  # noqa: PLC0415  # see above
        from sammen.command.parser import parser  # noqa: PLC0415  # likewise

        return _done(parser().parse_args(arranged(list(sys.argv[1:] if words is None else words))))
    except KeyboardInterrupt:
        sys.stderr.write("sammen: Interrupted before anything was done.\n")
        return INTERRUPTED


def _done(given: Namespace) -> int:
    from sammen.command.exits import Exit, exit_of  # noqa: PLC0415  # likewise
    from sammen.command.output import Output  # noqa: PLC0415  # likewise
    from sammen.errors import SammenError  # noqa: PLC0415  # likewise

    place, _, name = given.work.partition(".")
    work = getattr(import_module(f"sammen.command.{place}"), name)
    output = Output(as_json=given.json, only=given.only)
    try:
        code: Exit = work(given, output)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us (head, less) has seen enough.
        _write_no_more()
        return Exit.OK
    except OSError as error:
        # A folder that may not be written, a full disk: this machine's, not the service's.
        _write_no_more()
        code = Exit.USAGE
        output.refused(SammenError(f"{error.filename or 'what was asked for'}: {error.strerror or error}"), code)
    except SammenError as error:
        code = exit_of(error)
        output.refused(error, code)
    except ValueError as error:
        code = Exit.USAGE
        output.refused(SammenError(str(error)), code)
    except KeyboardInterrupt as cut:
        code = Exit.INTERRUPTED
        output.refused(SammenError(str(cut) or "Interrupted: what was asked for is done whole, or not at all."), code)
    return code


def _write_no_more() -> None:
    """Let nothing go to standard output any more, not even what is left for it at exit."""
    with suppress(OSError, ValueError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
