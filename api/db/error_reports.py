"""Database errors: the problem for the caller, and the cause for the operator without values or passwords."""

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.core import logs, problems

_log = logs.get(__name__)
_NOT_MIGRATED = "its tables do not exist: run `sammen-api migrate`"
_LOCKED = "another transaction holds the lock"
_STOPPING = "it is shutting down"
_DISK_FULL = "its disk is full"
_CONNECTION_CLOSED = "it closed the connection"
# A cause is found by PostgreSQL's error code (SQLSTATE), else by part of its message; the first match counts.
_CAUSES_BY_CODE = {
    "42P01": _NOT_MIGRATED,
    "42703": _NOT_MIGRATED,
    "55P03": _LOCKED,
    "57P01": _STOPPING,
    "57P03": "it is starting or shutting down",
    "53300": "it accepts no more connections",
    "53100": _DISK_FULL,
}
_CAUSES_BY_MESSAGE = {
    "no such table": _NOT_MIGRATED,
    "no such column": _NOT_MIGRATED,
    "password authentication failed": "the name or the password is wrong",
    "no password supplied": "it requires a password, and none is configured",
    "does not exist": "there is no such database or user",
    "connection refused": "nothing is listening there",
    "resolve": "there is no host with that name",
    "timeout": "it did not respond in time",
    "unable to open": "the file or its folder does not exist or is not writable",
    "permission denied": "the user does not have permission",
    "read-only": "it is read-only",
    "database is locked": _LOCKED,
    "terminating connection": _STOPPING,
    "server closed the connection": _CONNECTION_CLOSED,
    "connection is closed": _CONNECTION_CLOSED,
    "is full": _DISK_FULL,
}


def describe_cause(error: DBAPIError | OSError | PoolTimeout) -> str:
    """Return the cause of a database error as a fixed text: its own message can contain values and passwords."""
    if isinstance(error, PoolTimeout):
        return "every connection of this process was in use"
    cause = _cause(error)
    message = str(cause).lower()
    by_code = _CAUSES_BY_CODE.get(getattr(cause, "sqlstate", None) or "")
    return by_code or next(
        (description for part, description in _CAUSES_BY_MESSAGE.items() if part in message), type(cause).__name__
    )


def log_error(error: Exception, code: str, why: str | None = None) -> None:
    """Log a database error: the code of the resulting problem, and the cause by class, SQLSTATE and fixed text."""
    cause = _cause(error)
    if why is None and isinstance(error, DBAPIError | OSError | PoolTimeout):
        why = describe_cause(error)
    members = {
        "problem": code,
        "why": why,
        "cause": type(cause).__qualname__,
        "sqlstate": getattr(cause, "sqlstate", None),
    }
    members = {name: value for name, value in members.items() if value}
    _log.error("database error", exc_info=error, extra={"members": members})


def _cause(error: Exception) -> BaseException:
    return getattr(error, "orig", None) or error


_SQLITE_NOT_MIGRATED = ("no such table", "no such column", "has no column named")


def problem_for_error(error: Exception) -> problems.Problem | None:
    """Return the problem with which a database error is answered; None if it is a defect of the service."""
    if isinstance(error, PoolTimeout):
        return problems.Problem(problems.BUSY)
    if isinstance(error, IntegrityError):
        return problems.Problem(problems.CONFLICT)
    if not isinstance(error, DBAPIError):
        return None
    message = str(error.orig).lower()
    if any(part in message for part in _SQLITE_NOT_MIGRATED):
        return None  # an OperationalError on SQLite, but retrying would not help
    if getattr(error.orig, "sqlstate", None) == "55P03" or "database is locked" in message or "busy" in message:
        return problems.Problem(problems.BUSY)
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return problems.Problem(problems.UNAVAILABLE, headers={"Retry-After": "5"})
    return None
