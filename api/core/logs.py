"""Structured lines with the request's id; never a secret, a raw path or what a request held."""

import logging
import sys
from contextvars import ContextVar
from typing import Any

import orjson

from api.core import clock

request_id: ContextVar[str] = ContextVar("request_id", default="")


class _JsonLines(logging.Formatter):
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
            # The class and the place, not the words: messages of database errors hold the values of the row.
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
            line["error"] = {"class": record.exc_info[0].__qualname__, "at": where}
        return orjson.dumps(line).decode()


def configure(level: int = logging.INFO) -> None:
    """Send every line to standard error as a JSON object; uvicorn's access log, with its raw paths, is silenced."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    quieten()


def quieten() -> None:
    """Keep libraries from telling the values that they handle, whatever level is asked of our own lines."""
    for name in ("aiosqlite", "sqlalchemy", "psycopg", "httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def get(name: str) -> logging.Logger:
    """The logger of a module."""
    return logging.getLogger(name)
