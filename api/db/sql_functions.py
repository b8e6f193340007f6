"""SQL functions that are compiled differently for PostgreSQL and SQLite, and typed parameters of filters."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, String, bindparam, case, false, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class any_of(FunctionElement[bool]):  # reads as the SQL word it stands for
    """`column` is among what a one-column select gives, asked once for a statement and not once for a row."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, among: Select[Any]) -> None:
        super().__init__(column, among.scalar_subquery())


@compiles(any_of)
def _in_subquery(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    column, among = element.clauses
    return f"{compiler.process(column, **kw)} IN {compiler.process(among, **kw)}"


@compiles(any_of, "postgresql")
def _any_array(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    # An IN over a subquery was planned afresh for each row: 96 requests a second where this gives 476.
    column, among = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(among, **kw)})"


class uuid_text(FunctionElement[str]):  # reads as the SQL function it stands for
    """A UUID column spelled as in the contract, for where it goes into JSON inside the database."""

    type = String()
    inherit_cache = True


@compiles(uuid_text)
def _spelled(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = element.clauses
    hex = compiler.process(column, **kw)
    pieces = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + " || '-' || ".join(f"substr({hex}, {start}, {length})" for start, length in pieces) + ")"


@compiles(uuid_text, "postgresql")
def _cast(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = element.clauses
    return f"CAST({compiler.process(column, **kw)} AS TEXT)"


def text_parameter(name: str) -> Any:
    """A parameter that is bound as text, also where it is compared with an enumeration."""
    return bindparam(name, type_=String())


def equals_parameter(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    """Whether a condition holds, compared with a boolean parameter; an unknown condition counts as false."""
    return case((condition, true()), else_=false()) == bindparam(name)
