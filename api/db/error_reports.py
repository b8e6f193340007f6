"""What stands behind an error of the database, for the operator: the cause, never a value, a password or a row."""

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.core import logs, problems

_log = logs.get(__name__)
_NO_TABLES = "its tables are not there: run `sammen-api migrate`"
# By the error's own code where there is one, else by its words; the first that is found holds.
_BY_CODE = {
    "42P01": _NO_TABLES, "42703": _NO_TABLES, "55P03": "somebody else holds the lock", "57P01": "it is being stopped",
    "57P03": "it is starting or being stopped", "53300": "it takes no more connections", "53100": "its disk is full",
}  # fmt: skip
_WHY = {
    "no such table": _NO_TABLES,
    "no such column": _NO_TABLES,
    "password authentication failed": "the name or the password is wrong",
    "no password supplied": "it asks for a password, and none is given",
    "does not exist": "there is no such database or user",
    "connection refused": "nothing answers there",
    "resolve": "there is no host of that name",
    "timeout": "it did not answer in time",
    "unable to open": "the file or its folder is not there, or may not be written",
    "permission denied": "the user may not do that",
    "read-only": "it may only be read",
    "database is locked": "somebody else holds the lock",
    "terminating connection": "it is being stopped",
    "server closed the connection": "it broke off the connection",
    "connection is closed": "it broke off the connection",
    "is full": "its disk is full",
}


def describe_cause(error: DBAPIError | OSError | PoolTimeout) -> str:
    """What stands behind an error of the database, without the values and the password that its own words may hold."""
    if isinstance(error, PoolTimeout):
        return "every connection of this process was in use"
    cause = _cause(error)
    words = str(cause).lower()
    known = _BY_CODE.get(getattr(cause, "sqlstate", None) or "")
    return known or next((said for part, said in _WHY.items() if part in words), type(cause).__name__)


def log_error(error: Exception, code: str, why: str | None = None) -> None:
    """Write a line with the request's id: which refusal it led to, and the cause by class, code and fixed words."""
    cause = _cause(error)
    if why is None and isinstance(error, DBAPIError | OSError | PoolTimeout):
        why = describe_cause(error)
    members = {
        "problem": code,
        "why": why,
        "cause": type(cause).__qualname__,
        "sqlstate": getattr(cause, "sqlstate", None),
    }
    told = {name: value for name, value in members.items() if value}
    _log.error("not served: the database", exc_info=error, extra={"members": told})


def _cause(error: Exception) -> BaseException:
    return getattr(error, "orig", None) or error


_NOT_MIGRATED = ("no such table", "no such column", "has no column named")


def problem_for_error(error: Exception) -> problems.Problem | None:
    """The named problem behind an error of the database, if it has one."""
    if isinstance(error, PoolTimeout):
        return problems.Problem(problems.BUSY)
    if isinstance(error, IntegrityError):
        return problems.Problem(problems.CONFLICT)
    if not isinstance(error, DBAPIError):
        return None
    words = str(error.orig).lower()
    if any(missing in words for missing in _NOT_MIGRATED):
        return None  # SQLite calls it operational, but to wait for it would help nobody
    if getattr(error.orig, "sqlstate", None) == "55P03" or "database is locked" in words or "busy" in words:
        return problems.Problem(problems.BUSY)
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return problems.Problem(problems.UNAVAILABLE, headers={"Retry-After": "5"})
    return None
