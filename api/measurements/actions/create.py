"""Taking figures, thousands at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Dialect, Select, Text, Uuid, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.identifiers import new_id
from api.core.periods import parse
from api.core.problems import UNKNOWN_REFERENCE, Fault, raise_faults
from api.data_packages.models import DataPackage
from api.data_packages.rules import check_draft
from api.db.bulk import insert_many, keys_table
from api.indicators.models import Indicator
from api.institutions.models import Institution
from api.institutions.rules import INSTITUTION_CLOSED
from api.journal.record import Occurrence, record_rows
from api.measurements.actions.suppress import SuppressionRequest, suppress
from api.measurements.models import Measurement
from api.measurements.rules.figure import MEASURED_ALREADY, Figure, Place, check_figure, check_place
from api.measurements.schemas import MeasurementCreate

CHUNK = 5000
TOLD = 1000
"""At most so many faults are told of one request."""
Key = tuple[UUID, UUID, str, str, UUID | None]
T = TypeVar("T")
_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "indicator_id", "package_id", "period",
    "period_from", "period_length", "breakdown", "value", "n", "value_n", "standard_error", "status", "source",
    "withheld",
)  # fmt: skip
_NAMES = ("institution_id", "indicator_id", "period", "breakdown", "package_id")
_TYPES: dict[str, TypeEngine[Any]] = {name: Uuid() if name.endswith("_id") else Text() for name in _NAMES}
_existing = select(
    *(getattr(Measurement, name) for name in _NAMES),
    *(getattr(Measurement, name) for name in ("id", "version", "value", "n", "standard_error", "status", "source")),
    col(Measurement.withheld),
    col(Measurement.value_n),
)


def chunks(things: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Things, so many at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))


class Existing(NamedTuple):
    """A figure that is there already."""

    id: UUID
    version: int
    figure: Figure
    source: str | None
    withheld: bool
    value_n: int | None


class Known(NamedTuple):
    """What rows are judged on, loaded once for all of them."""

    places: dict[UUID, Place]
    indicators: dict[UUID, Indicator]
    packages: dict[UUID, DataPackage]
    there: dict[Key, Existing]


def key_of(row: MeasurementCreate) -> Key:
    """What there is one figure of."""
    return (row.institution_id, row.indicator_id, row.period, row.breakdown, row.package_id)


async def load_known(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> Known:
    """Load what these rows are judged on."""
    above, places = aliased(Institution), dict[UUID, Place]()
    for some in chunks(list({row.institution_id for row in rows})):
        found = await session.execute(
            select(col(Institution.id), col(Institution.kind), col(above.kind), col(Institution.active_until))
            .outerjoin(above, col(above.id) == col(Institution.parent_id))
            .where(col(Institution.id).in_(some))
        )
        places |= {row[0]: Place(*row[1:]) for row in found}
    ids, packages = {row.indicator_id for row in rows}, {row.package_id for row in rows} - {None}
    indicators = await session.execute(select(Indicator).where(col(Indicator.id).in_(ids)))
    named = await session.execute(select(DataPackage).where(col(DataPackage.id).in_(packages)))
    return Known(
        places,
        {one.id: one for one in indicators.scalars()},
        {one.id: one for one in named.scalars()},
        await _there(session, {key_of(row) for row in rows}),
    )


async def _there(session: AsyncSession, keys: set[Key]) -> dict[Key, Existing]:
    """The figures of these keys that there are; asked by key, however the file that they come from is sorted."""
    found: dict[Key, Existing] = {}
    connection = await session.connection()
    running = [key[:4] for key in keys if key[4] is None]
    for some in (running, [key for key in keys if key[4] is not None]):
        for few in chunks(some):
            statement, values = find_by_keys(connection.dialect, few)
            for row in (await connection.execute(statement, values)).all():
                if row[5] is not None:
                    existing = Existing(row[5], row[6], Figure(*row[7:11]), *row[11:])
                    found[(row[0], row[1], row[2], row[3], row[4])] = existing
    return found


def find_by_keys(dialect: Dialect, keys: Sequence[Sequence[Any]]) -> tuple[Select[Any], Mapping[str, str]]:
    """The statement, and its values, that finds figures by their keys, running ones by keys without a package; for a
    key of which there is none it may answer a row of nulls.

    An outer join where it is SQLite, which does not know how many rows there are: so it begins with the keys and not
    with all running figures, each of which it would compare with each key.
    """
    names = _NAMES[: len(keys[0])]
    table = keys_table(dialect, {name: _TYPES[name] for name in names}, keys)
    same = [getattr(Measurement, name) == table.columns[name] for name in names]
    if names != _NAMES:
        same.append(col(Measurement.package_id).is_(None))
    outer = dialect.name == "sqlite"
    return _existing.select_from(table.source).join(Measurement, and_(*same), isouter=outer), table.values


def validate(row: MeasurementCreate, known: Known) -> list[Fault]:
    """All that is wrong with a row, whether its figure is there already or not."""
    place, indicator = known.places.get(row.institution_id), known.indicators.get(row.indicator_id)
    package = known.packages.get(row.package_id) if row.package_id else None
    missing = {"institution_id": place, "indicator_id": indicator, "package_id": package}
    faults = [
        Fault(UNKNOWN_REFERENCE, pointer=f"/{name}")
        for name, found in missing.items()
        if found is None and getattr(row, name)
    ]
    if indicator is not None:
        faults += check_figure(Figure(row.value, row.n, row.standard_error, row.status), indicator)
    if indicator is not None and place is not None:
        faults += check_place(place, indicator, package)
    if place and place.active_until and place.active_until <= parse(row.period).from_on:
        faults.append(Fault(INSTITUTION_CLOSED, pointer="/institution_id"))
    return faults + check_draft(package, "/package_id")


async def _judge_new(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> list[list[Fault]]:
    """All that is wrong with each row, in their order; rows are judged beside those that are there and each other."""
    known = await load_known(session, rows)
    taken, faults = set(known.there), []
    for row in rows:
        faults.append(validate(row, known))
        if key_of(row) in taken:
            faults[-1].append(Fault(MEASURED_ALREADY, pointer="/breakdown"))
        taken.add(key_of(row))
    return faults


def refuse_rows(faults: Sequence[Sequence[Fault]]) -> None:
    """Refuse rows with what is wrong with each; of more than one, the pointer begins with the row's number from 0."""
    many = len(faults) > 1
    found = (
        replace(fault, pointer=f"/{number}{fault.pointer}") if many else fault
        for number, row in enumerate(faults)
        for fault in row
    )
    raise_faults([fault for fault, _ in zip(found, range(TOLD), strict=False)])


async def create_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate]
) -> list[UUID]:
    """New figures, all or none, and their ids in the order given; what is withheld is decided with them.

    Raises a Problem with all faults; of more than one row, the pointer begins with the row's number from 0.
    """
    refuse_rows(await _judge_new(session, rows))
    ids = [new_id() for _ in rows]
    await write_measurements(session, caller, rows, ids)
    asked = {SuppressionRequest(row.institution_id, row.indicator_id, row.period, row.package_id) for row in rows}
    await suppress(session, caller, asked, fresh=ids)
    return ids


async def write_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate], ids: Sequence[UUID]
) -> None:
    """Write new figures that were judged, under these ids; what is withheld is decided by who calls, once they are
    all there."""
    now = clock.now()
    made, happened = [], []
    for row, id in zip(rows, ids, strict=True):
        period = parse(row.period)
        made.append(
            (
                id,
                1,
                now,
                now,
                row.institution_id,
                row.indicator_id,
                row.package_id,
                row.period,
                period.from_on,
                period.length,
                row.breakdown,
                row.value,
                row.n,
                row.n,
                row.standard_error,
                row.status,
                row.source,
                False,
            )
        )
        happened.append(Occurrence(id, row.institution_id, 1))
    await insert_many(session, Measurement, _COLUMNS, made)
    await record_rows(session, caller, "measurements", happened, "created")
