"""Validation of rows: new measurements, against what they refer to and what exists."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from api.core.periods import parse
from api.core.problems import UNKNOWN_REFERENCE, Fault, raise_faults
from api.data_packages.models import DataPackage
from api.data_packages.rules import check_draft
from api.indicators.models import Indicator
from api.institutions.rules import INSTITUTION_CLOSED
from api.measurements.rules.validation import MeasuredContent, Place, check_figure, check_place
from api.measurements.schemas import MeasurementCreate

MAX_FAULTS = 1000
"""At most so many faults are reported of one request."""
Key = tuple[UUID, UUID, str, str, UUID | None]


class ExistingMeasurement(NamedTuple):
    """An existing measurement with the key of a row."""

    id: UUID
    version: int
    content: MeasuredContent
    source: str | None
    withheld: bool
    value_n: int | None


class RowLookups(NamedTuple):
    """The data that rows are validated against, loaded once for all rows; `existing` are the measurements by key."""

    places: dict[UUID, Place]
    indicators: dict[UUID, Indicator]
    packages: dict[UUID, DataPackage]
    existing: dict[Key, ExistingMeasurement]


def key_of(row: MeasurementCreate) -> Key:
    """Return the key, of which there is one measurement."""
    return (row.institution_id, row.indicator_id, row.period, row.breakdown, row.package_id)


def validate_row(row: MeasurementCreate, known: RowLookups) -> list[Fault]:
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
        faults += check_figure(MeasuredContent(row.value, row.n, row.standard_error, row.status), indicator)
    if indicator is not None and place is not None:
        faults += check_place(place, indicator, package)
    if place and place.active_until and place.active_until <= parse(row.period).from_on:
        faults.append(Fault(INSTITUTION_CLOSED, pointer="/institution_id"))
    return faults + check_draft(package, "/package_id")


def refuse_rows(faults: Sequence[Sequence[Fault]]) -> None:
    """Raise the faults of all rows, if any; of more than one row, each pointer begins with the row's index from 0."""
    is_batch = len(faults) > 1
    with_index = (
        replace(fault, pointer=f"/{index}{fault.pointer}") if is_batch else fault
        for index, row_faults in enumerate(faults)
        for fault in row_faults
    )
    raise_faults(list(islice(with_index, MAX_FAULTS)))
