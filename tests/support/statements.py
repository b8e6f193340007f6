"""Counting the SQL statements that a piece of work takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from sqlalchemy import event


@contextmanager
def recorded_statements(app: FastAPI) -> Iterator[list[str]]:
    """Record the statements that are executed within the block."""
    statements: list[str] = []
    engine = app.state.engine.sync_engine

    def record(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record)
