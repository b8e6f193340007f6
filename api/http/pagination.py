"""Lists and single things: the one read path, from a select to the bytes of an answer."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import orjson
from pydantic import Field
from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from api.core.danish_collation import danish_key
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, Problem
from api.core.schemas import ResponseSchema
from api.db.prepared_statements import PreparedStatement
from api.http import cursors
from api.http.list_parameters import ListParameters
from api.http.validation_errors import join_alternatives, join_text

T = TypeVar("T")
Row = dict[str, Any]


class Page(ResponseSchema, Generic[T]):
    """One page of a list, in the order that was asked for."""

    items: list[T] = Field(max_length=200, description="The things of this page.")
    next_cursor: str | None = Field(
        max_length=2000, description="Give it as `cursor` for the next page; null at the end."
    )
    total: int | None = Field(ge=0, le=2**53, description="How many there are in all, if `count=true` asked for it.")


LISTINGS: dict[str, "Listing"] = {}
"""Every listing by its name: what the contract tells of lists."""


@dataclass(frozen=True)
class Listing:
    """What a list or a single thing is read from.

    `select` has one labelled column for each field of the answer and is scoped by the bind parameters of `gate`, a
    one-row select of `known` and `allowed`. `filters` maps a parameter to its condition on a bind parameter of the
    same name; `sorts` maps a field to a column that is never null.
    """

    name: str
    select: Select[Any]
    gate: Select[bool, bool]
    id: Any
    sorts: Mapping[str, Any]
    filters: Mapping[str, Any] = field(default_factory=dict)
    search: Any = None
    default_sort: str = "-updated_at"

    def __post_init__(self) -> None:
        LISTINGS.setdefault(self.name, self)  # the widest comes first: those that filters narrow are like it

    def __hash__(self) -> int:
        return id(self)


class StatementKey(NamedTuple):
    """What decides the text of a statement, its values aside."""

    filters: tuple[str, ...]
    sort: str
    after: bool
    limit: int | None


_STEPS = (11, 51, 201)


def _step(wanted: int) -> int:
    """How many rows to ask for, to have so many: a few fixed numbers, which are part of the statement's text.

    For a bound LIMIT, PostgreSQL plans the statement anew each time: 0.9 ms of the 1.4 that a list of 50 took.
    """
    return next(step for step in _STEPS if step >= wanted)


class AccessCheck(NamedTuple):
    """What the database says of the caller: known and in force; allowed this at all."""

    known: bool
    allowed: bool


def _searched(listing: Listing) -> Any:
    if listing.search is None:
        raise TypeError(f"{listing.name} has no words to search")
    return listing.search


def _conditions(listing: Listing, filters: Sequence[str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in filters:
        if name == "q":
            found.append(_searched(listing).like(bindparam("q"), escape="\\"))
        elif name == "id":
            found.append(listing.id == bindparam("id"))
        else:
            found.append(listing.filters[name])
    return found


@lru_cache(maxsize=2000)
def _statement(listing: Listing, form: StatementKey) -> Select[Any]:
    descending = form.sort.startswith("-")
    column = listing.sorts[form.sort.removeprefix("-")]
    key = listing.id
    inner = listing.select.add_columns(column.label("sort_value")).where(*_conditions(listing, form.filters))
    if form.after:
        mark = tuple_(bindparam("after_value", type_=column.type), bindparam("after_id", type_=key.type))
        inner = inner.where(tuple_(column, key) < mark if descending else tuple_(column, key) > mark)
    inner = inner.order_by(column.desc(), key.desc()) if descending else inner.order_by(column, key)
    if form.limit is not None:
        inner = inner.limit(literal_column(str(form.limit)))
    gate, rows = listing.gate.subquery("gate"), inner.subquery("row")
    order = (rows.c.sort_value.desc(), rows.c.id.desc()) if descending else (rows.c.sort_value, rows.c.id)
    return select(gate, *rows.c).select_from(gate.outerjoin(rows, true())).order_by(*order)


@lru_cache(maxsize=2000)
def _prepared(listing: Listing, form: StatementKey) -> tuple[PreparedStatement, tuple[str, ...]]:
    """The statement and the names of its columns after the gate's two; the last, `sort_value`, is null for no row."""
    statement = _statement(listing, form)
    # orjson takes no subclass of str as a member's name.
    return PreparedStatement(statement), tuple("".join(column.key or "") for column in statement.selected_columns)[2:]


@lru_cache(maxsize=500)
def _count(listing: Listing, filters: tuple[str, ...]) -> Select[Any]:
    return select(func.count()).select_from(listing.select.where(*_conditions(listing, filters)).subquery())


async def fetch_rows(
    connection: AsyncConnection, listing: Listing, form: StatementKey, values: Mapping[str, Any]
) -> tuple[AccessCheck, list[Row]]:
    """The gate and the rows, in one statement."""
    statement, names = _prepared(listing, form)
    found = await statement.rows(connection, values)
    gate = AccessCheck(bool(found[0][0]), bool(found[0][1]))
    if found[0][-1] is None:
        return gate, []
    return gate, [dict(zip(names, row[2:], strict=False)) for row in found]


def to_json_bytes(answer: Any) -> bytes:
    """The bytes of an answer: UTF-8 JSON, timestamps in UTC with Z."""
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


# --- one page ---


class ParsedQuery(NamedTuple):
    """A query as it was asked: the order, the filters that have a value, and the fingerprint that binds a cursor."""

    sort: str
    filters: dict[str, Any]
    fingerprint: str


_NO_SORT = LocalizedText(
    "This list is not sorted by that field, but by", "Listen sorteres ikke efter det felt, men efter"
)


def sort_fault(listing: Listing) -> Fault:
    """What is told of a sort that is not offered."""
    detail = join_text(_NO_SORT, join_alternatives(sorted(listing.sorts)))
    return Fault(INVALID_INPUT, parameter="sort", code="not-one-of", detail=detail)


_OF_THE_PAGE = {"limit", "cursor", "sort", "count"}


def parse_query(listing: Listing, window: ListParameters) -> ParsedQuery:
    """Read a window into a query; raises `invalid-input` for a sort that is not offered."""
    sort = listing.default_sort if window.sort is None else window.sort
    if sort.removeprefix("-") not in listing.sorts:
        raise Problem(sort_fault(listing))
    # Not model_dump: a parameter may be of another type than its words, such as the moment at which a day begins.
    given = {name: getattr(window, name) for name in type(window).model_fields if name not in _OF_THE_PAGE}
    given = {name: value for name, value in given.items() if value is not None}
    if "q" in given:
        key = danish_key(given["q"])
        given["q"] = "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    given = {"from" if name == "from_" else name: value for name, value in given.items()}
    return ParsedQuery(sort, given, cursors.fingerprint(listing.name, sort, given))


async def fetch_page(
    connection: AsyncConnection, listing: Listing, window: ListParameters, scope: Mapping[str, Any]
) -> tuple[AccessCheck, Row]:
    """The gate and one page as `{"items", "next_cursor", "total"}`."""
    asked = parse_query(listing, window)
    values = {**scope, **asked.filters}
    if window.cursor is not None:
        column = listing.sorts[asked.sort.removeprefix("-")]
        values["after_value"], values["after_id"] = cursors.decode_cursor(
            window.cursor, asked.fingerprint, column.type, listing.id.type
        )
    form = StatementKey(tuple(asked.filters), asked.sort, window.cursor is not None, _step(window.limit + 1))
    gate, rows = await fetch_rows(connection, listing, form, values)
    marks = [row.pop("sort_value") for row in rows]
    more, rows = len(rows) > window.limit, rows[: window.limit]
    cursor = cursors.encode_cursor(asked.fingerprint, marks[window.limit - 1], rows[-1]["id"]) if more else None
    total = None
    if window.count and gate.known and gate.allowed:
        total = await count_rows(connection, listing, asked, scope)
    return gate, {"items": rows, "next_cursor": cursor, "total": total}


async def count_rows(
    connection: AsyncConnection, listing: Listing, asked: ParsedQuery, scope: Mapping[str, Any]
) -> int:
    """How many things a query finds."""
    counted = await connection.execute(_count(listing, tuple(asked.filters)), {**scope, **asked.filters})
    number: int = counted.scalar_one()
    return number


async def fetch_one(
    connection: AsyncConnection, listing: Listing, id: UUID, scope: Mapping[str, Any]
) -> tuple[AccessCheck, Row | None]:
    """The gate and the thing of that id, if it can be seen."""
    form = StatementKey(("id",), listing.default_sort, after=False, limit=None)
    gate, rows = await fetch_rows(connection, listing, form, {**scope, "id": id})
    if rows:
        rows[0].pop("sort_value")
    return gate, rows[0] if rows else None


async def iterate_all(
    connect: Callable[[], Any], listing: Listing, window: ListParameters, scope: Mapping[str, Any], *, step: int = 1000
) -> AsyncIterator[list[Row]]:
    """The whole filtered list in chunks, each read by a statement of its own, so that no transaction stays open."""
    asked = parse_query(listing, window)
    values: dict[str, Any] = {**scope, **asked.filters}
    while True:
        form = StatementKey(tuple(asked.filters), asked.sort, "after_id" in values, step)
        async with connect() as connection:
            _, rows = await fetch_rows(connection, listing, form, values)
        if rows:
            values["after_value"], values["after_id"] = rows[-1]["sort_value"], rows[-1]["id"]
        for row in rows:
            row.pop("sort_value")
        yield rows
        if len(rows) < step:
            return
