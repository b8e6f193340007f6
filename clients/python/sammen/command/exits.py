"""What the command tells whoever started it, cron and scripts above all."""

from enum import IntEnum

from sammen.errors import Problem, SammenError


class Exit(IntEnum):
    """0 is success; 5 alone is worth trying again later without changing anything."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    REJECTED = 3
    SIGN_IN = 4
    TEMPORARY = 5
    INTERRUPTED = 130


ABOUT = """\
exit codes:
  0  done
  1  the service refused; standard error says why
  2  wrong use: options, the map, or a file that cannot be read or written at all
  3  rows of a file were not taken; nothing was changed
  4  sign in first (sammen login)
  5  the service cannot be reached or is busy: the same command may succeed later
  130  interrupted (Ctrl-C): nothing is half done; an import can be sent again, and doubles nothing
"""


class UsageRefused(SammenError):
    """The command was asked for something that it cannot do; the message says what to give."""


def exit_of(error: SammenError) -> Exit:
    """The code for an error."""
    if isinstance(error, Problem):
        if error.status == 401 or error.code in {"invalid-grant", "invalid-client"}:
            return Exit.SIGN_IN
        temporary = error.retryable or error.status in {429, 502, 503, 504}
        return Exit.TEMPORARY if temporary else Exit.PROBLEM
    return next((_CODES[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _CODES), Exit.PROBLEM)


# By name: to import them all would take longer than most commands.
_CODES = {
    "ConnectionFailed": Exit.TEMPORARY,
    "SignInNeeded": Exit.SIGN_IN,
    "RowsRefused": Exit.REJECTED,
    "FileRefused": Exit.USAGE,
    "MapRefused": Exit.USAGE,
    "UsageRefused": Exit.USAGE,
}
