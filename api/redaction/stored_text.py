"""Words wherever they are kept: every text of every table, found by what the tables themselves say."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import JSON, ColumnElement, LargeBinary, String, Table, Text, and_, cast, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.access.idempotency import bytes_contain
from api.core import clock
from api.core.danish_collation import danish_key
from api.db.bulk import iterate_rows
from api.db.columns import EnumText, ResourceModel
from api.journal.record import Occurrence, record_rows

Rewrite = Callable[[str], str | None]
"""What a text becomes; None: it goes. The text itself: it stays."""

REDACTED: Final = "redacted"
"""How the journal calls it."""
REDACTED_MARK: Final = "[fjernet]"
"""What stands where words were taken out of a field that always says something."""

EXCLUDED: Final[Mapping[str, str]] = {
    "entry": "the journal: names of fields and never what they held; sealed",
    "seal": "made by the service",
    "person": "people's own; erased by themselves",
    "unit": "names of places, also where a place is named after somebody",
    "district": "likewise",
    "institution.name": "likewise",
}
_CODES = frozenset(
    {"password_hash", "secret_hash", "key_hash", "mark", "mac", "sha256", "fingerprint", "effect", "secret", "key"}
)  # made by the service, or a name that a program gave
_PACKED = frozenset({"cells", "before", "changes", "faults"})  # of the rows of an import: JSON kept as text
_NULLS = frozenset({"replay", "dialogue_evidence", "correction", "import_row"})
"""Where JSON may say null in the place of any text."""


EMPTY_CELL: Final = ""
"""What is left of a cell of a file: it is read again where its plan still waits."""


def text_columns(table: Table) -> dict[str, str]:
    """The columns of a table in which somebody's words can stand, each with the sort of its text."""
    found = {}
    for column in table.columns:
        if table.name in EXCLUDED or f"{table.name}.{column.name}" in EXCLUDED or column.name in _CODES:
            continue
        if (
            column.primary_key
            or column.foreign_keys
            or column.name.endswith("_key")
            or isinstance(column.type, EnumText)
        ):
            continue
        kind = getattr(column.type, "impl", column.type)
        if isinstance(kind, JSON):
            found[column.name] = "json"
        elif isinstance(kind, LargeBinary):
            found[column.name] = "bytes"
        elif isinstance(kind, String):
            found[column.name] = "packed" if table.name == "import_row" and column.name in _PACKED else "text"
    return found


def _run(clue: str) -> str:
    """The longest piece of plain characters: it stands as it is in JSON too, and is found in any case."""
    return max(re.findall(r"[A-Za-z0-9]+(?:[ .@-][A-Za-z0-9]+)*", clue), key=len, default="")


def _may_hold(table: Table, columns: Mapping[str, str], clues: Collection[str]) -> ColumnElement[bool]:
    """That a row may hold one of the clues: asked of the database, so that few rows are read."""
    runs = {_run(clue) for clue in clues}
    if "" in runs:
        return true()
    asked: list[ColumnElement[bool]] = []
    for name, sort in columns.items():
        for run in runs:
            if sort == "bytes":
                spelled = {run, run.lower(), run.upper(), run.title()}
                asked += [bytes_contain(table.c[name], one.encode()) for one in spelled]
            else:
                asked.append(cast(table.c[name], Text).ilike(f"%{run}%"))
    return or_(*asked)


def _leaves(value: Any, mend: Rewrite, nothing: str | None) -> Any:
    if isinstance(value, str):
        said = mend(value)
        return nothing if said is None else said
    if isinstance(value, list):
        return [_leaves(one, mend, nothing) for one in value]
    if isinstance(value, dict):
        return {name: _leaves(one, mend, nothing) for name, one in value.items()}
    return value


def _mended(table: Table, name: str, sort: str, value: Any, mend: Rewrite) -> Any:
    nothing = EMPTY_CELL if name == "cells" else None if table.name in _NULLS else REDACTED_MARK
    if sort == "json":
        return _leaves(value, mend, nothing)
    if sort in ("bytes", "packed"):
        packed = orjson.dumps(_leaves(orjson.loads(value), mend, nothing))
        return packed if sort == "bytes" else packed.decode()
    said = mend(value)
    said = REDACTED_MARK if said is None and not table.c[name].nullable else said
    length = getattr(table.c[name].type, "length", None)
    return said[:length] if said and length else said


def _same(old: Any, new: Any, sort: str) -> bool:
    return bool(orjson.loads(old) == orjson.loads(new)) if sort in ("bytes", "packed") else bool(old == new)


async def rewrite(
    session: AsyncSession,
    caller: Caller | None,
    clues: Iterable[str],
    mend: Rewrite,
    action: str,
    *,
    but: Collection[UUID] = (),
    among: Collection[str] | None = None,
) -> int:
    """Let `mend` say what becomes of every text that may hold one of the clues; answers how many rows it changed.

    The things that they belong to are new versions and are told of in the journal, those aside that are named in
    `but`: they are being changed by whoever calls. `among` names the tables, if not all.
    """
    await session.flush()
    wanted, rows, owners = [clue for clue in clues if clue], 0, dict[type[ResourceModel], set[UUID]]()
    for table in SQLModel.metadata.sorted_tables if wanted else []:
        columns = text_columns(table) if among is None or table.name in among else {}
        if not columns:
            continue
        asked = select(*table.columns).where(_may_hold(table, columns, wanted))
        async for row in iterate_rows(session, table, asked):
            values = _changes(table, columns, row, mend)
            if not values:
                continue
            mine = and_(*(key == row[key.name] for key in table.primary_key.columns))
            await session.execute(table.update().where(mine).values(**values))
            rows += 1
            for kind, id in owners_of(table, row):
                owners.setdefault(kind, set()).add(id)
    if wanted and among is None:
        rows += await _recount(session, wanted, mend)
    for kind, ids in owners.items():
        await bump_versions(session, caller, kind, ids - set(but), action)
    return rows


async def _recount(session: AsyncSession, clues: Collection[str], mend: Rewrite) -> int:
    """What was chosen is counted by its label, as the question says it now; labels that became alike are one."""
    tallies = SQLModel.metadata.tables["consultation_tally"]
    asked = select(*tallies.columns).where(_may_hold(tallies, {"value": "text"}, clues))
    rows = 0
    for row in (await session.execute(asked)).mappings().all():
        said = _mended(tallies, "value", "text", row["value"], mend)
        if said == row["value"]:
            continue
        of_question = and_(tallies.c.input_id == row["input_id"], tallies.c.question == row["question"])
        was, becomes = and_(of_question, tallies.c.value == row["value"]), and_(of_question, tallies.c.value == said)
        more = {"people_count": tallies.c.people_count + row["people_count"]}
        if (await session.execute(select(tallies.c.value).where(becomes))).first():
            await session.execute(tallies.update().where(becomes).values(**more))
            await session.execute(tallies.delete().where(was))
        else:
            await session.execute(tallies.update().where(was).values(value=said))
        rows += 1
    return rows


def _changes(table: Table, columns: Mapping[str, str], row: Mapping[Any, Any], mend: Rewrite) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, sort in columns.items():
        if not row[name]:
            continue
        said = _mended(table, name, sort, row[name], mend)
        if _same(row[name], said, sort):
            continue
        values[name] = said
        if f"{name}_key" in table.columns:
            values[f"{name}_key"] = danish_key(said)
    return values


def resource_models() -> dict[str, type[ResourceModel]]:
    """Every table of things, by the table's name."""
    found, waiting = dict[str, type[ResourceModel]](), [ResourceModel]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if hasattr(kind, "__table__"):
            found[str(kind.__tablename__)] = kind
    return found


_NOT_OWNERS = frozenset({"person", "client", "institution", "district", "cycle", "theme", "focus_area"})
"""What things refer to without belonging to it."""


def owner_of(table: Table) -> tuple[str, type[ResourceModel]] | None:
    """The column that names the thing that a row of this table belongs to, and which kind of thing that is."""
    known = resource_models()
    if table.name in known:
        return "id", known[table.name]
    for column in table.columns:
        for key in column.foreign_keys:
            kind = known.get(key.column.table.name)
            if kind is not None and key.column.table.name not in _NOT_OWNERS:
                return column.name, kind
    return None


def owners_of(table: Table, row: Mapping[Any, Any]) -> list[tuple[type[ResourceModel], UUID]]:
    """The thing that a row belongs to, and which kind of thing that is."""
    if "resource" in table.columns and "thing_id" in table.columns:
        return [(kind, row["thing_id"]) for kind in resource_models().values() if kind.resource == row["resource"]]
    found = owner_of(table)
    return [] if found is None or row[found[0]] is None else [(found[1], row[found[0]])]


async def bump_versions(
    session: AsyncSession, caller: Caller | None, kind: type[ResourceModel], ids: set[UUID], action: str
) -> None:
    """Let things whose words went be new versions, and say so in the journal."""
    if not ids:
        return
    mine = col(kind.id).in_(ids)
    newer = {"version": col(kind.version) + 1, "updated_at": clock.now()}
    await session.execute(update(kind).where(mine).values(**newer).execution_options(synchronize_session=False))
    unit = col(getattr(kind, kind.unit_field)) if kind.unit_field else col(kind.id)
    found = await session.execute(select(col(kind.id), unit, col(kind.version)).where(mine))
    happened = [Occurrence(id, at if kind.unit_field else None, version) for id, at, version in found]
    await record_rows(session, caller, kind.resource, happened, action, ["words"])
