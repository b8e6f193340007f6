"""Create measurements in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
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

CHUNK_SIZE = 5000
MAX_FAULTS = 1000
"""At most so many faults are reported of one request."""
Key = tuple[UUID, UUID, str, str, UUID | None]
T = TypeVar("T")
_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "indicator_id", "package_id", "period",
    "period_from", "period_length", "breakdown", "value", "n", "value_n", "standard_error", "status", "source",
    "withheld",
)  # fmt: skip
_KEY_FIELDS = ("institution_id", "indicator_id", "period", "breakdown", "package_id")
_KEY_TYPES: dict[str, TypeEngine[Any]] = {name: Uuid() if name.endswith("_id") else Text() for name in _KEY_FIELDS}
_existing = select(
    *(getattr(Measurement, name) for name in _KEY_FIELDS),
    *(getattr(Measurement, name) for name in ("id", "version", "value", "n", "standard_error", "status", "source")),
    col(Measurement.withheld),
    col(Measurement.value_n),
)


def chunks(rows: Sequence[T], size: int = CHUNK_SIZE) -> Iterator[Sequence[T]]:
    """Generate slices of at most `size` rows."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


class Existing(NamedTuple):
    """An existing measurement with the key of a row."""

    id: UUID
    version: int
    figure: Figure
    source: str | None
    withheld: bool
    value_n: int | None


class Known(NamedTuple):
    """What rows are validated against, loaded once for all of them; `there` are the existing measurements by key."""

    places: dict[UUID, Place]
    indicators: dict[UUID, Indicator]
    packages: dict[UUID, DataPackage]
    there: dict[Key, Existing]


def key_of(row: MeasurementCreate) -> Key:
    """Return the key, of which there is one measurement."""
    return (row.institution_id, row.indicator_id, row.period, row.breakdown, row.package_id)


async def load_known(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> Known:
    """Load what these rows are validated against."""
    parent, places = aliased(Institution), dict[UUID, Place]()
    for institution_ids in chunks(list({row.institution_id for row in rows})):
        institutions = await session.execute(
            select(col(Institution.id), col(Institution.kind), col(parent.kind), col(Institution.active_until))
            .outerjoin(parent, col(parent.id) == col(Institution.parent_id))
            .where(col(Institution.id).in_(institution_ids))
        )
        places |= {row[0]: Place(*row[1:]) for row in institutions}
    indicator_ids, package_ids = {row.indicator_id for row in rows}, {row.package_id for row in rows} - {None}
    indicators = await session.execute(select(Indicator).where(col(Indicator.id).in_(indicator_ids)))
    packages = await session.execute(select(DataPackage).where(col(DataPackage.id).in_(package_ids)))
    return Known(
        places,
        {indicator.id: indicator for indicator in indicators.scalars()},
        {package.id: package for package in packages.scalars()},
        await _load_existing(session, {key_of(row) for row in rows}),
    )


async def _load_existing(session: AsyncSession, keys: set[Key]) -> dict[Key, Existing]:
    """Load the existing measurements with these keys, by key, in whatever order the file has them."""
    existing: dict[Key, Existing] = {}
    connection = await session.connection()
    running = [key[:4] for key in keys if key[4] is None]
    packaged = [key for key in keys if key[4] is not None]
    for some_keys in (running, packaged):
        for chunk in chunks(some_keys):
            statement, values = find_by_keys(connection.dialect, chunk)
            for row in (await connection.execute(statement, values)).all():
                if row[5] is not None:
                    content = Figure(*row[7:11])
                    existing[row[0], row[1], row[2], row[3], row[4]] = Existing(row[5], row[6], content, *row[11:])
    return existing


def find_by_keys(dialect: Dialect, keys: Sequence[Sequence[Any]]) -> tuple[Select[Any], Mapping[str, str]]:
    """Return the statement, and its parameters, that selects measurements by key; running ones by keys without package.

    For a key without a measurement, the result may have a row of nulls. On SQLite, which does not know how many rows
    there are, the join is an outer join: so it begins with the keys, and not with all running measurements, each of
    which it would compare with each key.
    """
    names = _KEY_FIELDS[: len(keys[0])]
    table = keys_table(dialect, {name: _KEY_TYPES[name] for name in names}, keys)
    conditions = [getattr(Measurement, name) == table.columns[name] for name in names]
    if names != _KEY_FIELDS:
        conditions.append(col(Measurement.package_id).is_(None))
    is_outer = dialect.name == "sqlite"
    return _existing.select_from(table.source).join(Measurement, and_(*conditions), isouter=is_outer), table.values


def validate(row: MeasurementCreate, known: Known) -> list[Fault]:
    """Return all faults of a row, whether or not a measurement with its key exists."""
    place, indicator = known.places.get(row.institution_id), known.indicators.get(row.indicator_id)
    package = known.packages.get(row.package_id) if row.package_id else None
    references = {"institution_id": place, "indicator_id": indicator, "package_id": package}
    faults = [
        Fault(UNKNOWN_REFERENCE, pointer=f"/{name}")
        for name, referred in references.items()
        if referred is None and getattr(row, name)
    ]
    if indicator is not None:
        faults += check_figure(Figure(row.value, row.n, row.standard_error, row.status), indicator)
    if indicator is not None and place is not None:
        faults += check_place(place, indicator, package)
    if place and place.active_until and place.active_until <= parse(row.period).from_on:
        faults.append(Fault(INSTITUTION_CLOSED, pointer="/institution_id"))
    return faults + check_draft(package, "/package_id")


async def _validate_new(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> list[list[Fault]]:
    """Return all faults of each row, in order; keys must be new, among existing measurements and among the rows."""
    known = await load_known(session, rows)
    taken, faults = set(known.there), []
    for row in rows:
        faults.append(validate(row, known))
        if key_of(row) in taken:
            faults[-1].append(Fault(MEASURED_ALREADY, pointer="/breakdown"))
        taken.add(key_of(row))
    return faults


def refuse_rows(faults: Sequence[Sequence[Fault]]) -> None:
    """Raise the faults of all rows, if any; of more than one row, each pointer begins with the row's index from 0."""
    is_batch = len(faults) > 1
    with_index = (
        replace(fault, pointer=f"/{index}{fault.pointer}") if is_batch else fault
        for index, row_faults in enumerate(faults)
        for fault in row_faults
    )
    raise_faults(list(islice(with_index, MAX_FAULTS)))


async def create_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate]
) -> list[UUID]:
    """Create measurements, all or none, and suppress what is small; return their ids in the order of the rows.

    Raises a `Problem` with all faults; of more than one row, each pointer begins with the row's index from 0.
    """
    refuse_rows(await _validate_new(session, rows))
    ids = [new_id() for _ in rows]
    await write_measurements(session, caller, rows, ids)
    requests = {SuppressionRequest(row.institution_id, row.indicator_id, row.period, row.package_id) for row in rows}
    await suppress(session, caller, requests, fresh=ids)
    return ids


async def write_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate], ids: Sequence[UUID]
) -> None:
    """Insert validated rows with these ids; suppression has to be decided afterwards, once all of them are there."""
    now = clock.now()
    values, occurrences = [], []
    for row, id in zip(rows, ids, strict=True):
        period = parse(row.period)
        values.append(
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
        occurrences.append(Occurrence(id, row.institution_id, 1))
    await insert_many(session, Measurement, _COLUMNS, values)
    await record_rows(session, caller, "measurements", occurrences, "created")
