"""Which measurements to suppress: disclosure control applied to institutions, data packages and half-years."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from api.core.periods import Length, parse
from api.disclosure_control.cells import Cell
from api.disclosure_control.cross_period import Period
from api.disclosure_control.cross_release import Release, suppressed_across_releases
from api.measurements.rules.unit_families import Family

_LEVELS = {Length.month: 0, Length.half_year: 1, Length.year: 2, Length.school_year: 3}
ReleaseKey = tuple[str, UUID | None]
"""A period and a package; None for running measurements."""


@lru_cache(maxsize=1000)
def period_of(text: str) -> Period:
    """Return a period such as `2026H1` in the terms of disclosure control."""
    period = parse(text)
    return Period(period.from_on, period.until_on, _LEVELS[period.length], text)


class CountedMeasurement(NamedTuple):
    """A measurement about persons: their number, and the value where values are summed up over time."""

    id: UUID
    institution_id: UUID
    indicator_id: UUID
    period: str
    breakdown: str
    package_id: UUID | None
    version: int
    n: int
    withheld: bool
    sum: float | None

    @property
    def cell(self) -> Cell:
        return Cell(self.institution_id, self.breakdown)


class MeasuredFamily(NamedTuple):
    """The measurements of one indicator for an institution with its departments, by period and package."""

    institution_id: UUID
    members: frozenset[UUID]
    releases: dict[ReleaseKey, list[CountedMeasurement]]

    def measurements(self) -> Iterable[CountedMeasurement]:
        return chain.from_iterable(self.releases.values())

    def suppressed_ids(
        self, changed: Collection[ReleaseKey], preset_ids: Collection[UUID], threshold: int
    ) -> set[UUID]:
        """Return the ids of the measurements to suppress, where those of `preset_ids` are suppressed in any case."""
        releases = [
            Release(
                period_of(period),
                {row.cell: row.n for row in rows},
                {row.cell: row.sum for row in rows if row.sum is not None},
                {row.cell for row in rows if row.withheld},
                (period, package_id) in changed,
                {row.cell for row in rows if row.id in preset_ids},
            )
            for (period, package_id), rows in self.releases.items()
        ]
        suppressed = suppressed_across_releases(releases, self.institution_id, threshold)
        return {
            row.id
            for rows, cells in zip(self.releases.values(), suppressed, strict=True)
            for row in rows
            if row.cell in cells
        }


def measured_family(family: Family, by_unit: Mapping[UUID, Iterable[CountedMeasurement]]) -> MeasuredFamily:
    """Group the measurements of a family's members by period and package."""
    releases: dict[ReleaseKey, list[CountedMeasurement]] = {}
    for unit_id in sorted(family.members):
        for measurement in by_unit[unit_id]:
            releases.setdefault((measurement.period, measurement.package_id), []).append(measurement)
    return MeasuredFamily(family.institution_id, family.members, releases)


def suppression_changes(
    families: Sequence[MeasuredFamily], changed: Collection[ReleaseKey], threshold: int
) -> Iterator[CountedMeasurement]:
    """Generate the measurements of one indicator that are suppressed and need not be, or are not and have to be.

    Suppression is decided again for the periods that have changed. For periods farther away, of which not all related
    measurements are loaded, it is only added and never removed.
    """
    spans = [parse(period) for period, _ in changed]
    measurements = chain.from_iterable(family.measurements() for family in families)
    if _share_members(families):
        measurements = chain({measurement.id: measurement for measurement in measurements}.values())
    suppressed = _suppressed_ids(families, changed, threshold)
    for measurement in measurements:
        if (measurement.id in suppressed) != measurement.withheld:
            span = parse(measurement.period)
            overlaps = any(span.from_on < other.until_on and other.from_on < span.until_on for other in spans)
            if not measurement.withheld or overlaps:
                yield measurement


def _share_members(families: Sequence[MeasuredFamily]) -> bool:
    """Whether an institution or department is in several of the families."""
    members = frozenset[UUID]().union(*(family.members for family in families))
    return sum(len(family.members) for family in families) > len(members)


def _suppressed_ids(families: Sequence[MeasuredFamily], changed: Collection[ReleaseKey], threshold: int) -> set[UUID]:
    """Return the ids to suppress over all families.

    A measurement of several families is suppressed in all of them if it is in one: otherwise it could be found in
    another. So families are decided again until no shared measurement is added.
    """
    if not _share_members(families):
        return set[UUID]().union(*(family.suppressed_ids(changed, (), threshold) for family in families))
    ids = [{measurement.id for measurement in family.measurements()} for family in families]
    occurrences = Counter(id for family_ids in ids for id in family_ids)
    suppressed, shared, pending = set[UUID](), set[UUID](), set(range(len(families)))
    while pending:
        for index in pending:
            suppressed |= families[index].suppressed_ids(changed, shared, threshold)
        new = {id for id in suppressed - shared if occurrences[id] > 1}
        shared |= new
        pending = {index for index, family_ids in enumerate(ids) if family_ids & new}
    return suppressed
