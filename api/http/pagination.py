"""Lists and single resources: the one read path, from a select to the JSON bytes of a response."""

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
    """One page of a list, in the requested sort order."""

    items: list[T] = Field(max_length=200, description="The items of this page.")
    next_cursor: str | None = Field(
        max_length=2000, description="The `cursor` of the next page; null on the last page."
    )
    total: int | None = Field(
        ge=0, le=2**53, description="The number of items on all pages, with `count=true`; otherwise null."
    )


LISTINGS: dict[str, "Listing"] = {}
"""Every listing by its name, for the contract and the tests."""


@dataclass(frozen=True)
class Listing:
    """What a list, or a single resource, is read from.

    * `select` has a labelled column for each field of the response. It is limited to what the caller may see by the
      bind parameters of `gate`, a one-row select of `known` and `allowed` (`AccessCheck`).
    * `filters` maps a query parameter to its condition, on a bind parameter of the same name.
    * `sorts` maps a field to the column to sort by, which is never null.
    * `search` is the column that the parameter `q` searches.
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
        # Listings of the same name differ in their select only: the first one, without extra filters, is registered.
        LISTINGS.setdefault(self.name, self)

    def __hash__(self) -> int:
        return id(self)


class StatementKey(NamedTuple):
    """What the text of a listing's statement depends on; everything else is a parameter of it."""

    filters: tuple[str, ...]
    sort: str
    after: bool
    limit: int | None


_ROW_LIMITS = (11, 51, 201)


def _row_limit(needed: int) -> int:
    """Return the smallest of the fixed LIMITs that fetches enough rows; it is a literal in the statement's text.

    With LIMIT as a parameter, PostgreSQL planned the statement at each execution: 0.9 of the 1.4 ms of a list of 50.
    """
    return next(limit for limit in _ROW_LIMITS if limit >= needed)


class AccessCheck(NamedTuple):
    """What the database returns about the caller: known (with a session that is still valid), and allowed to read."""

    known: bool
    allowed: bool


def _search_column(listing: Listing) -> Any:
    if listing.search is None:
        raise TypeError(f"{listing.name} has no column to search")
    return listing.search


def _conditions(listing: Listing, filters: Sequence[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name in filters:
        if name == "q":
            conditions.append(_search_column(listing).like(bindparam("q"), escape="\\"))
        elif name == "id":
            conditions.append(listing.id == bindparam("id"))
        else:
            conditions.append(listing.filters[name])
    return conditions


@lru_cache(maxsize=2000)
def _statement(listing: Listing, key: StatementKey) -> Select[Any]:
    """Return one select of the access check and the rows.

    The check is joined to the rows from the left, so that it is returned even if there is no row.
    """
    descending = key.sort.startswith("-")
    column, id_column = listing.sorts[key.sort.removeprefix("-")], listing.id
    page = listing.select.add_columns(column.label("sort_value")).where(*_conditions(listing, key.filters))
    if key.after:
        after = tuple_(bindparam("after_value", type_=column.type), bindparam("after_id", type_=id_column.type))
        position = tuple_(column, id_column)
        page = page.where(position < after if descending else position > after)
    page = page.order_by(column.desc(), id_column.desc()) if descending else page.order_by(column, id_column)
    if key.limit is not None:
        page = page.limit(literal_column(str(key.limit)))
    gate, rows = listing.gate.subquery("gate"), page.subquery("row")
    order = (rows.c.sort_value.desc(), rows.c.id.desc()) if descending else (rows.c.sort_value, rows.c.id)
    return select(gate, *rows.c).select_from(gate.outerjoin(rows, true())).order_by(*order)


@lru_cache(maxsize=2000)
def _prepared(listing: Listing, key: StatementKey) -> tuple[PreparedStatement, tuple[str, ...]]:
    """Return the statement, and the names of its columns after the two of the access check.

    The last column, `sort_value`, is null only if there is no row.
    """
    statement = _statement(listing, key)
    # SQLAlchemy's names are a subclass of str, which orjson refuses as a key; `"".join` makes a plain str.
    return PreparedStatement(statement), tuple("".join(column.key or "") for column in statement.selected_columns)[2:]


@lru_cache(maxsize=500)
def _count_statement(listing: Listing, filters: tuple[str, ...]) -> Select[Any]:
    return select(func.count()).select_from(listing.select.where(*_conditions(listing, filters)).subquery())


async def fetch_rows(
    connection: AsyncConnection, listing: Listing, key: StatementKey, values: Mapping[str, Any]
) -> tuple[AccessCheck, list[Row]]:
    """Return the access check and the rows, read by one statement."""
    statement, names = _prepared(listing, key)
    rows = await statement.rows(connection, values)
    check = AccessCheck(bool(rows[0][0]), bool(rows[0][1]))
    if rows[0][-1] is None:
        return check, []
    return check, [dict(zip(names, row[2:], strict=False)) for row in rows]


def to_json_bytes(content: Any) -> bytes:
    """Return content as UTF-8 JSON, with timestamps in UTC and `Z`."""
    return orjson.dumps(content, option=orjson.OPT_UTC_Z)


# --- one page ---


class ParsedQuery(NamedTuple):
    """A list query: the sort order, the filters that have a value, and the fingerprint to which cursors are bound."""

    sort: str
    filters: dict[str, Any]
    fingerprint: str


_UNKNOWN_SORT = LocalizedText(
    "This list cannot be sorted by that field; it can be sorted by",
    "Listen kan ikke sorteres efter det felt; den kan sorteres efter",
)


def sort_fault(listing: Listing) -> Fault:
    """Return the fault of an unknown sort field."""
    detail = join_text(_UNKNOWN_SORT, join_alternatives(sorted(listing.sorts)))
    return Fault(INVALID_INPUT, parameter="sort", code="not-one-of", detail=detail)


_PAGE_PARAMETERS = {"limit", "cursor", "sort", "count"}


def parse_query(listing: Listing, parameters: ListParameters) -> ParsedQuery:
    """Return the query of a list's parameters; raise `invalid-input` for an unknown sort field."""
    sort = listing.default_sort if parameters.sort is None else parameters.sort
    if sort.removeprefix("-") not in listing.sorts:
        raise Problem(sort_fault(listing))
    # Not model_dump, which would convert values such as StartOfDay back to what the annotation says.
    filters = {
        name: getattr(parameters, name) for name in type(parameters).model_fields if name not in _PAGE_PARAMETERS
    }
    filters = {name: value for name, value in filters.items() if value is not None}
    if "q" in filters:
        key = danish_key(filters["q"])
        filters["q"] = "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    filters = {"from" if name == "from_" else name: value for name, value in filters.items()}
    return ParsedQuery(sort, filters, cursors.fingerprint(listing.name, sort, filters))


async def fetch_page(
    connection: AsyncConnection, listing: Listing, parameters: ListParameters, scope: Mapping[str, Any]
) -> tuple[AccessCheck, Row]:
    """Return the access check and one page, as `{"items", "next_cursor", "total"}`.

    `scope` holds the parameters of the listing's `gate`.
    """
    query = parse_query(listing, parameters)
    values = {**scope, **query.filters}
    if parameters.cursor is not None:
        column = listing.sorts[query.sort.removeprefix("-")]
        values["after_value"], values["after_id"] = cursors.decode_cursor(
            parameters.cursor, query.fingerprint, column.type, listing.id.type
        )
    limit = parameters.limit
    # One row more than the page shows whether there is a next page.
    key = StatementKey(tuple(query.filters), query.sort, parameters.cursor is not None, _row_limit(limit + 1))
    check, rows = await fetch_rows(connection, listing, key, values)
    sort_values = [row.pop("sort_value") for row in rows]
    has_next_page, rows = len(rows) > limit, rows[:limit]
    cursor = cursors.encode_cursor(query.fingerprint, sort_values[limit - 1], rows[-1]["id"]) if has_next_page else None
    total = None
    if parameters.count and check.known and check.allowed:
        total = await count_rows(connection, listing, query, scope)
    return check, {"items": rows, "next_cursor": cursor, "total": total}


async def count_rows(
    connection: AsyncConnection, listing: Listing, query: ParsedQuery, scope: Mapping[str, Any]
) -> int:
    """Return the number of rows of a query, on all pages."""
    counted = await connection.execute(_count_statement(listing, tuple(query.filters)), {**scope, **query.filters})
    number: int = counted.scalar_one()
    return number


async def fetch_one(
    connection: AsyncConnection, listing: Listing, id: UUID, scope: Mapping[str, Any]
) -> tuple[AccessCheck, Row | None]:
    """Return the access check and the row with an id, or None if the caller cannot see it."""
    key = StatementKey(("id",), listing.default_sort, after=False, limit=None)
    check, rows = await fetch_rows(connection, listing, key, {**scope, "id": id})
    if rows:
        rows[0].pop("sort_value")
    return check, rows[0] if rows else None


async def iterate_all(
    connect: Callable[[], Any],
    listing: Listing,
    parameters: ListParameters,
    scope: Mapping[str, Any],
    *,
    step: int = 1000,
) -> AsyncIterator[list[Row]]:
    """Return the whole filtered list in batches, each read by a statement of its own: no transaction stays open."""
    query = parse_query(listing, parameters)
    values: dict[str, Any] = {**scope, **query.filters}
    while True:
        key = StatementKey(tuple(query.filters), query.sort, "after_id" in values, step)
        async with connect() as connection:
            _, rows = await fetch_rows(connection, listing, key, values)
        if rows:
            values["after_value"], values["after_id"] = rows[-1]["sort_value"], rows[-1]["id"]
        for row in rows:
            row.pop("sort_value")
        yield rows
        if len(rows) < step:
            return
