"""Statistics of stakeholder input by half-year: the counts in the database, and the response with suppressed groups."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, case, exists, extract, false, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor, UnitKind
from api.access.roles import READ, Permission
from api.core import half_years
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup, Grouping, Input, Voice
from api.stakeholder_input.rules import VoiceCount, suppressed_groups
from api.themes.models import Theme

STATISTICS = Permission("input_statistics", READ)

half_of_year = case((extract("month", col(Input.collected_on)) <= 6, 1), else_=2)
_is_of_children = case((col(Input.voice).in_([str(voice) for voice in CHILD_VOICES]), 1), else_=0)
# The district at the time of collection: moving an institution does not change figures that were published before.
_is_district_on_that_day = and_(
    col(UnitAncestor.unit_id) == col(Input.unit_id),
    col(UnitAncestor.since_on) <= col(Input.collected_on),
    col(UnitAncestor.until_on) > col(Input.collected_on),
    col(UnitAncestor.upward) == false(),
    exists(select(1).where(col(Unit.id) == col(UnitAncestor.ancestor_id), col(Unit.kind) == UnitKind.district)),
)


@cache
def _counts_by(grouping: Grouping) -> Select[Any]:
    """Return the select of counts by half-year and group: one statement, however much input there is."""
    key: Any = {
        Grouping.voice: col(Input.voice),
        Grouping.age_group: col(Input.age_group),
        Grouping.theme: col(Input.theme_id),
        Grouping.district: col(UnitAncestor.ancestor_id),
    }[grouping]
    inputs = select(
        extract("year", col(Input.collected_on)).label("year"),
        half_of_year.label("half"),
        key.label("key"),
        _is_of_children.label("of_children"),
        col(Input.people_count),
    ).where(
        reach.unit_in_reach(col(Input.unit_id), STATISTICS),
        col(Input.withdrawal).is_(None),
        col(Input.counted_in_id).is_(None),
        col(Input.collected_on) >= bindparam("first", type_=Date()),
        col(Input.collected_on) < bindparam("after", type_=Date()),
    )
    if grouping is Grouping.district:
        inputs = inputs.outerjoin(UnitAncestor, _is_district_on_that_day)
    input_rows = inputs.subquery()
    group_columns = (input_rows.c.year, input_rows.c.half, input_rows.c.key, input_rows.c.of_children)
    numbers = (func.count().label("inputs"), func.sum(input_rows.c.people_count).label("people"))
    counts = select(*group_columns, *numbers).group_by(*group_columns).subquery()
    name: Any = literal(None, String())
    counts_with_name = select(counts)
    if grouping is Grouping.theme:
        name, counts_with_name = col(Theme.title), counts_with_name.outerjoin(Theme, col(Theme.id) == counts.c.key)
    if grouping is Grouping.district:
        name, counts_with_name = col(Unit.name), counts_with_name.outerjoin(Unit, col(Unit.id) == counts.c.key)
    return counts_with_name.add_columns(name.label("name"))


async def count_voices(
    session: AsyncSession, scope: Mapping[str, Any], grouping: Grouping, half_year_names: Sequence[str]
) -> list[VoiceCount]:
    """Return the counts of input within the caller's reach in consecutive half-years; withdrawn input is left out.

    `grouping` is any but `question`.
    """
    span = {
        "first": half_years.first_day(half_year_names[0]),
        "after": half_years.day_after(half_year_names[-1]),
    }
    result = await session.execute(_counts_by(grouping), {**scope, **span})
    return [
        VoiceCount(
            f"{int(row.year)}H{row.half}",
            None if row.key is None else str(row.key),
            row.name,
            bool(row.of_children),
            int(row.inputs),
            int(row.people),
        )
        for row in result
    ]


def statistics_response(
    grouping: Grouping, half_year_names: Sequence[str], counts: Iterable[VoiceCount], threshold: int
) -> dict[str, Any]:
    """Return the statistics with groups under the threshold, and complementary groups, suppressed.

    Suppression is decided for each half-year alone, whatever the requested span: otherwise the difference between the
    responses of two spans could disclose a suppressed group.
    """
    counts_of: dict[str, list[VoiceCount]] = {name: [] for name in half_year_names}
    for count in counts:
        counts_of[count.half_year].append(count)
    return {
        "by": grouping.value,
        "threshold": threshold,
        "half_years": [
            _half_year_response(grouping, name, half_year_counts, threshold)
            for name, half_year_counts in counts_of.items()
        ],
    }


def _half_year_response(
    grouping: Grouping, half_year: str, counts: Sequence[VoiceCount], threshold: int
) -> dict[str, Any]:
    # Only children and young people have an age group: the other voices are in the totals, but in none of the groups.
    grouped = [count for count in counts if count.of_children or grouping is not Grouping.age_group]
    inputs, people = defaultdict[str | None, int](int), defaultdict[str | None, int](int)
    for count in grouped:
        inputs[count.key] += count.inputs
        people[count.key] += count.people
    names = {count.key: count.name for count in grouped}
    suppressed = suppressed_groups(grouping, counts, threshold)
    total_people = sum(count.people for count in counts)
    is_total_suppressed = 0 < total_people < threshold
    return {
        "half_year": half_year,
        "inputs": None if is_total_suppressed else sum(count.inputs for count in counts),
        "people": None if is_total_suppressed else total_people,
        "groups": [
            {
                "key": key,
                "name": names[key],
                "inputs": None if key in suppressed else inputs[key],
                "people": None if key in suppressed else people[key],
                "mean": None,
                "choices": None,
                "withheld": key in suppressed,
            }
            for key in sorted(names, key=_sort_key(grouping, names))
        ],
    }


def _sort_key(grouping: Grouping, names: Mapping[str | None, str | None]) -> Any:
    """Return the sort key of groups: in the order of the enumeration, else by name; the group without key last."""
    enumeration: list[str] = [member.value for member in (Voice if grouping is Grouping.voice else AgeGroup)]

    def sort_key(key: str | None) -> tuple[bool, int, str, str]:
        return key is None, enumeration.index(key) if key in enumeration else 0, names[key] or "", key or ""

    return sort_key
