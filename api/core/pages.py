"""Lists and single things: the one read path, from a select to the bytes of an answer."""

import base64
import binascii
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import orjson
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Compiled, Select, bindparam, func, select, true, tuple_
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from api.core.columns import Answer, Moment, Shape, danish_key
from api.core.problems import BAD_CURSOR, CURSOR_OF_ANOTHER_QUERY, INVALID_INPUT, Fault, Problem, Words

T = TypeVar("T")
Row = dict[str, Any]


class Page(Answer, Generic[T]):
    """One page of a list, in the order that was asked for."""

    items: list[T] = Field(max_length=200, description="The things of this page.")
    next_cursor: str | None = Field(max_length=2000, description="Give it as `cursor` for the next page; null at the end.")
    total: int | None = Field(ge=0, le=2**53, description="How many there are in all, if `count=true` asked for it.")


def _digits(value: object) -> object:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise PydanticCustomError("wrong-type", "A whole number is expected here.")
    return value


def _truth(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(_digits)]
Truth = Annotated[bool, BeforeValidator(_truth)]


class Window(Shape):
    """The parameters that every list takes; a room adds its filters."""

    model_config = ConfigDict(extra="forbid", strict=False)

    limit: Whole = Field(50, ge=1, le=200, description="At most so many things in a page.")
    cursor: str | None = Field(None, max_length=2000, pattern=r"^[A-Za-z0-9_\-]+$", description="From `next_cursor`.")
    sort: str | None = Field(None, max_length=64, description="A field to sort by; `-` before it reverses the order.")
    count: Truth = Field(False, description="Whether to fill `total`.")
    updated_since: Moment | None = Field(None, description="Only things changed at or after this moment.")


@dataclass(frozen=True)
class Listing:
    """What a list or a single thing is read from.

    `select` has one labelled column for each field of the answer and is scoped by the bind parameters of `gate`, a
    one-row select of `known` and `allowed`. `filters` maps a parameter to its condition on a bind parameter of the
    same name; `sorts` maps a field to a column that is never null.
    """

    name: str
    select: Select[Any]
    gate: Select[Any]
    id: ColumnElement[UUID]
    sorts: Mapping[str, ColumnElement[Any]]
    filters: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)
    search: ColumnElement[str] | None = None
    default_sort: str = "-updated_at"

    def __hash__(self) -> int:
        return id(self)


class Form(NamedTuple):
    """What decides the text of a statement, its values aside."""

    filters: tuple[str, ...]
    sort: str
    after: bool
    limited: bool


class Gate(NamedTuple):
    """What the database says of the caller: known and in force; allowed this at all."""

    known: bool
    allowed: bool


def _conditions(listing: Listing, filters: Sequence[str]) -> list[ColumnElement[bool]]:
    found = []
    for name in filters:
        if name == "q":
            assert listing.search is not None
            found.append(listing.search.like(bindparam("q"), escape="\\"))
        elif name == "id":
            found.append(listing.id == bindparam("id"))
        else:
            found.append(listing.filters[name])
    return found


@lru_cache(maxsize=2000)
def _statement(listing: Listing, shape: Form, dialect: str) -> Select[Any]:
    descending = shape.sort.startswith("-")
    column = listing.sorts[shape.sort.removeprefix("-")]
    key = listing.id
    inner = listing.select.add_columns(column.label("sort_value")).where(*_conditions(listing, shape.filters))
    if shape.after:
        mark = tuple_(bindparam("after_value", type_=column.type), bindparam("after_id", type_=key.type))
        inner = inner.where(tuple_(column, key) < mark if descending else tuple_(column, key) > mark)
    inner = inner.order_by(column.desc(), key.desc()) if descending else inner.order_by(column, key)
    if shape.limited:
        inner = inner.limit(bindparam("limit"))
    gate, rows = listing.gate.subquery("gate"), inner.subquery("row")
    order = (rows.c.sort_value.desc(), rows.c.id.desc()) if descending else (rows.c.sort_value, rows.c.id)
    return select(gate, *rows.c).select_from(gate.outerjoin(rows, true())).order_by(*order)


@lru_cache(maxsize=500)
def _count(listing: Listing, filters: tuple[str, ...]) -> Select[Any]:
    return select(func.count()).select_from(listing.select.where(*_conditions(listing, filters)).subquery())


@lru_cache(maxsize=2000)
def _compiled(listing: Listing, shape: Form, dialect_name: str, dialect: Dialect) -> Compiled:
    # Building and hashing a statement costs more than running it; a compiled one skips both.
    return _statement(listing, shape, dialect_name).compile(dialect=dialect)


async def rows_of(
    connection: AsyncConnection, listing: Listing, shape: Form, values: Mapping[str, Any]
) -> tuple[Gate, list[Row]]:
    """The gate and the rows, in one statement."""
    dialect = connection.dialect
    statement = _compiled(listing, shape, dialect.name, dialect)
    wanted = {name: value for name, value in values.items() if name in statement.params}
    result = await connection.execute(statement, wanted)  # type: ignore[call-overload]  # a Compiled is executable
    names = tuple(result.keys())
    found = result.all()
    gate = Gate(bool(found[0][0]), bool(found[0][1]))
    return gate, [dict(zip(names[2:], row[2:], strict=True)) for row in found if row[names.index("id")] is not None]


def to_bytes(answer: Any) -> bytes:
    """The bytes of an answer: UTF-8 JSON, timestamps in UTC with Z."""
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


# --- the cursor ---------------------------------------------------------------------------------------------------------


def _fingerprint(listing: Listing, sort: str, filters: Mapping[str, Any]) -> str:
    text = orjson.dumps([listing.name, sort, sorted((k, str(v)) for k, v in filters.items())])
    return blake2b(text, digest_size=8).hexdigest()


def write_cursor(fingerprint: str, value: Any, id: UUID) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([fingerprint, value, id])).rstrip(b"=").decode()


def _typed(value: Any, column: TypeEngine[Any]) -> Any:
    python = column.python_type
    if python is datetime:
        return datetime.fromisoformat(value).astimezone(UTC)
    if python is date:
        return date.fromisoformat(value)
    if not isinstance(value, python) or isinstance(value, bool):
        raise TypeError
    return value


def read_cursor(text: str, fingerprint: str, column: TypeEngine[Any]) -> tuple[Any, UUID]:
    """The sort value and id that a cursor stands at; raises `bad-cursor` or `cursor-of-another-query`."""
    try:
        mark, value, id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(mark, str):
            raise TypeError
        found = mark, UUID(id)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Problem(BAD_CURSOR) from error
    if mark != fingerprint:
        raise Problem(CURSOR_OF_ANOTHER_QUERY)
    try:
        return _typed(value, column), found[1]
    except (ValueError, TypeError) as error:
        raise Problem(BAD_CURSOR) from error


# --- one page -----------------------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A query as it was asked: the order, the filters that have a value, and the fingerprint that binds a cursor."""

    sort: str
    filters: dict[str, Any]
    fingerprint: str


_NO_SORT = Words("This list is not sorted by that field.", "Listen sorteres ikke efter det felt.")


def ask(listing: Listing, window: Window) -> Asked:
    """Read a window into a query; raises `invalid-input` for a sort that is not offered."""
    sort = window.sort or listing.default_sort
    if sort.removeprefix("-") not in listing.sorts:
        raise Problem(Fault(INVALID_INPUT, parameter="sort", code="not-one-of", detail=_NO_SORT))
    given = window.model_dump(exclude={"limit", "cursor", "sort", "count"}, exclude_none=True)
    if "q" in given:
        key = danish_key(given["q"])
        given["q"] = "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    given = {"from" if name == "from_" else name: value for name, value in given.items()}
    return Asked(sort, given, _fingerprint(listing, sort, given))


async def page_of(
    connection: AsyncConnection, listing: Listing, window: Window, scope: Mapping[str, Any]
) -> tuple[Gate, Row]:
    """The gate and one page as `{"items", "next_cursor", "total"}`."""
    asked = ask(listing, window)
    values = {**scope, **asked.filters, "limit": window.limit + 1}
    if window.cursor is not None:
        column = listing.sorts[asked.sort.removeprefix("-")]
        values["after_value"], values["after_id"] = read_cursor(window.cursor, asked.fingerprint, column.type)
    shape = Form(tuple(asked.filters), asked.sort, window.cursor is not None, limited=True)
    gate, rows = await rows_of(connection, listing, shape, values)
    marks = [row.pop("sort_value") for row in rows]
    more, rows = len(rows) > window.limit, rows[: window.limit]
    cursor = write_cursor(asked.fingerprint, marks[window.limit - 1], rows[-1]["id"]) if more else None
    total = None
    if window.count and gate.known and gate.allowed:
        counted = await connection.execute(_count(listing, shape.filters), {**scope, **asked.filters})
        total = counted.scalar_one()
    return gate, {"items": rows, "next_cursor": cursor, "total": total}


async def one_of(
    connection: AsyncConnection, listing: Listing, id: UUID, scope: Mapping[str, Any]
) -> tuple[Gate, Row | None]:
    """The gate and the thing of that id, if it can be seen."""
    shape = Form(("id",), listing.default_sort, after=False, limited=False)
    gate, rows = await rows_of(connection, listing, shape, {**scope, "id": id})
    if rows:
        rows[0].pop("sort_value")
    return gate, rows[0] if rows else None


async def all_of(
    connect: Callable[[], Any], listing: Listing, window: Window, scope: Mapping[str, Any], *, step: int = 1000
) -> AsyncIterator[list[Row]]:
    """The whole filtered list in chunks, each read by a statement of its own, so that no transaction stays open."""
    asked = ask(listing, window)
    values: dict[str, Any] = {**scope, **asked.filters, "limit": step}
    while True:
        shape = Form(tuple(asked.filters), asked.sort, "after_id" in values, limited=True)
        async with connect() as connection:
            _, rows = await rows_of(connection, listing, shape, values)
        if rows:
            values["after_value"], values["after_id"] = rows[-1]["sort_value"], rows[-1]["id"]
        for row in rows:
            row.pop("sort_value")
        yield rows
        if len(rows) < step:
            return
