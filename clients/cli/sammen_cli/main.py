"""The entry point of the command."""

import sys
from collections.abc import Sequence

from sammen_cli.exit_codes import ExitCode


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, by default with the arguments of the process; returns its exit code."""
    try:
        # Imported here, so that Ctrl-C during the import ends with a message instead of a traceback.
        from sammen_cli.app import app  # noqa: PLC0415

        app(args=arguments, prog_name="sammen")
    except SystemExit as stop:
        return int(stop.code or 0)
    except KeyboardInterrupt:
        sys.stderr.write("sammen: Interrupted before anything was done.\n")
        return ExitCode.INTERRUPTED
    return ExitCode.OK
