"""Exit codes, for scripts and cron."""

from enum import IntEnum


class ExitCode(IntEnum):
    """0 is success; only after 5 may the same command succeed later."""

    OK = 0
    PROBLEM = 1
    USAGE = 2
    REJECTED = 3
    SIGN_IN = 4
    TEMPORARY = 5
    INTERRUPTED = 130


# \b: do not wrap the paragraph.
EPILOG = """\b
Exit codes:
  0    done
  1    the service rejected the request; standard error says why
  2    wrong usage, or a file or map that cannot be read or written
  3    rows of the file were rejected; nothing was changed
  4    sign in first (sammen login)
  5    the service cannot be reached or is busy: try again later
  130  interrupted (Ctrl-C): nothing is half done; run the command again
"""
