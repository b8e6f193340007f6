"""The command `sammen`."""

import os
import sys

from sammen.command.exits import Exit, exit_of
from sammen.command.output import Output
from sammen.command.parser import arranged, parser
from sammen.errors import SammenError


def main(words: list[str] | None = None) -> int:
    """Run the command; answers its exit code."""
    given = parser().parse_args(arranged(list(sys.argv[1:] if words is None else words)))
    output = Output(as_json=given.json, only=given.only)
    try:
        code: Exit = given.work(given, output)
        sys.stdout.flush()
    except SammenError as error:
        code = exit_of(error)
        output.refused(error, code)
    except ValueError as error:
        code = Exit.USAGE
        output.refused(SammenError(str(error)), code)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
        output.refused(SammenError("Interrupted: what was asked for is done whole, or not at all."), code)
    except BrokenPipeError:
        # Whoever read us (head, less) has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    return code
