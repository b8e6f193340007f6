"""SQL functions that are compiled differently for PostgreSQL and SQLite, and typed parameters of filters."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    false,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement, GenericFunction


class any_of(FunctionElement[bool]):  # lower case, as SQLAlchemy's own SQL functions
    """Whether a column is among the values of a one-column select, which is executed once for the whole statement."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, values: Select[Any]) -> None:
        super().__init__(column, values.scalar_subquery())


@compiles(any_of)
def _in_subquery(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} IN {compiler.process(values, **kw)}"


@compiles(any_of, "postgresql")
def _any_array(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    # PostgreSQL evaluated IN over a subquery for each row: 96 requests a second where this gives 476.
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(values, **kw)})"


class uuid_text(FunctionElement[str]):  # lower case, as SQLAlchemy's own SQL functions
    """A UUID column as text with hyphens, as in the contract, for JSON that the database builds."""

    type = String()
    inherit_cache = True


@compiles(uuid_text)
def _hyphenated(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    # SQLite stores a UUID as 32 hexadecimal digits.
    [column] = element.clauses
    digits = compiler.process(column, **kw)
    groups = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + " || '-' || ".join(f"substr({digits}, {start}, {length})" for start, length in groups) + ")"


@compiles(uuid_text, "postgresql")
def _cast(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = element.clauses
    return f"CAST({compiler.process(column, **kw)} AS TEXT)"


def text_parameter(name: str) -> Any:
    """A parameter that is bound as text, also where it is compared with an enumeration."""
    return bindparam(name, type_=String())


def equals_parameter(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    """Return the condition that `condition` equals a boolean parameter; NULL counts as false."""
    return case((condition, true()), else_=false()) == bindparam(name)


class json_objects(GenericFunction[Any]):  # lower case, as SQLAlchemy's own SQL functions
    """A JSON array with an object for each row, from alternating keys and values.

    The values must be text: each database writes UUIDs differently (`sql_functions.uuid_text`).
    """

    type = JSON()
    inherit_cache = True


@compiles(json_objects, "sqlite")
def _json_group_array(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array(json_object({compiler.process(element.clauses, **kw)}))"


@compiles(json_objects, "postgresql")
def _json_agg(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"coalesce(json_agg(json_build_object({compiler.process(element.clauses, **kw)})), '[]'::json)"
