"""Counting voices in the database: one statement, however many there are."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, case, exists, extract, false, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor, UnitKind
from api.access.roles import READ, Permission
from api.core import half_years
from api.stakeholder_input.models import CHILD_VOICES, Grouping, Input
from api.stakeholder_input.queries.statistics import Counted
from api.themes.models import Theme

STATISTICS = Permission("input_statistics", READ)

half_year_of_column = case((extract("month", col(Input.collected_on)) <= 6, 1), else_=2)
_children = case((col(Input.voice).in_([str(voice) for voice in CHILD_VOICES]), 1), else_=0)
# Where its institution lay on the day, so that a move later on changes nothing that was told before.
_district = and_(
    col(UnitAncestor.unit_id) == col(Input.unit_id),
    col(UnitAncestor.since_on) <= col(Input.collected_on),
    col(UnitAncestor.until_on) > col(Input.collected_on),
    col(UnitAncestor.upward) == false(),
    exists(select(1).where(col(Unit.id) == col(UnitAncestor.ancestor_id), col(Unit.kind) == UnitKind.district)),
)


@cache
def _counting(by: Grouping) -> Select[Any]:
    key: Any = {
        Grouping.voice: col(Input.voice),
        Grouping.age_group: col(Input.age_group),
        Grouping.theme: col(Input.theme_id),
        Grouping.district: col(UnitAncestor.ancestor_id),
    }[by]
    voices = select(
        extract("year", col(Input.collected_on)).label("year"),
        half_year_of_column.label("half"),
        key.label("key"),
        _children.label("of_children"),
        col(Input.people_count),
    ).where(
        reach.within(col(Input.unit_id), STATISTICS),
        col(Input.withdrawal).is_(None),
        col(Input.counted_in_id).is_(None),
        col(Input.collected_on) >= bindparam("first", type_=Date()),
        col(Input.collected_on) < bindparam("after", type_=Date()),
    )
    if by is Grouping.district:
        voices = voices.outerjoin(UnitAncestor, _district)
    each = voices.subquery()
    groups = (each.c.year, each.c.half, each.c.key, each.c.of_children)
    numbers = (func.count().label("inputs"), func.sum(each.c.people_count).label("people"))
    inner = select(*groups, *numbers).group_by(*groups).subquery()
    name: Any = literal(None, String())
    outer = select(inner)
    if by is Grouping.theme:
        name, outer = col(Theme.title), outer.outerjoin(Theme, col(Theme.id) == inner.c.key)
    if by is Grouping.district:
        name, outer = col(Unit.name), outer.outerjoin(Unit, col(Unit.id) == inner.c.key)
    return outer.add_columns(name.label("name"))


async def count_voices(
    session: AsyncSession, scope: Mapping[str, Any], by: Grouping, wanted: Sequence[str]
) -> list[Counted]:
    """The groups of these half-years within the caller's reach; what was taken back does not count."""
    span = {"first": half_years.first_day(wanted[0]), "after": half_years.day_after(wanted[-1])}
    found = await session.execute(_counting(by), {**scope, **span})
    return [
        Counted(
            f"{int(row.year)}H{row.half}",
            None if row.key is None else str(row.key),
            row.name,
            bool(row.of_children),
            int(row.inputs),
            int(row.people),
        )
        for row in found
    ]
