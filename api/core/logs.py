"""Structured log lines with the request id; never a secret, a path with values in it, or content of a request."""

import logging
import sys
from contextvars import ContextVar
from typing import Any

import orjson

from api.core import clock

request_id: ContextVar[str] = ContextVar("request_id", default="")


class _JsonLines(logging.Formatter):
    """Format a record as a JSON object on one line; `extra={"members": {...}}` adds members to it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": clock.now().isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        line |= getattr(record, "members", {})
        if record.exc_info and record.exc_info[0] is not None:
            # The class and the place, not the message: messages of database errors contain the values of the row.
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
            line["error"] = {"class": record.exc_info[0].__qualname__, "at": place}
        return orjson.dumps(line).decode()


def configure(level: int = logging.INFO) -> None:
    """Write every log line to standard error as a JSON object.

    uvicorn's access log is disabled, because it contains paths with their values; its loggers have handlers of their
    own, which are removed so that their lines have the same format. `tests/serving/test_serve.py` reads each line of a
    started server as JSON.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    quieten()


def quieten() -> None:
    """Keep libraries from logging the values that they process, whatever the level of the service's own lines is."""
    for name in ("aiosqlite", "sqlalchemy", "psycopg", "httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def get(name: str) -> logging.Logger:
    """Return the logger of a module."""
    return logging.getLogger(name)
