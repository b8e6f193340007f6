"""Load what rows of measurements are validated against."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Dialect, Select, Text, Uuid, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from api.data_packages.models import DataPackage
from api.db.bulk import keys_table
from api.indicators.models import Indicator
from api.institutions.models import Institution
from api.measurements.models import Measurement
from api.measurements.rules.rows import ExistingMeasurement, Key, RowLookups, key_of
from api.measurements.rules.validation import MeasuredContent, Place
from api.measurements.schemas import MeasurementCreate

CHUNK_SIZE = 5000
T = TypeVar("T")
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


async def load_lookups(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> RowLookups:
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
    return RowLookups(
        places,
        {indicator.id: indicator for indicator in indicators.scalars()},
        {package.id: package for package in packages.scalars()},
        await _load_existing(session, {key_of(row) for row in rows}),
    )


async def _load_existing(session: AsyncSession, keys: set[Key]) -> dict[Key, ExistingMeasurement]:
    """Load the existing measurements with these keys, by key, in whatever order the file has them."""
    existing: dict[Key, ExistingMeasurement] = {}
    connection = await session.connection()
    running = [key[:4] for key in keys if key[4] is None]
    packaged = [key for key in keys if key[4] is not None]
    for some_keys in (running, packaged):
        for chunk in chunks(some_keys):
            statement, values = find_by_keys(connection.dialect, chunk)
            for row in (await connection.execute(statement, values)).all():
                if row[5] is not None:
                    content = MeasuredContent(*row[7:11])
                    existing[row[0], row[1], row[2], row[3], row[4]] = ExistingMeasurement(
                        row[5], row[6], content, *row[11:]
                    )
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
