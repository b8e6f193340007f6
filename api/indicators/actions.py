"""Create and change indicators."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.core.problems import raise_faults
from api.db.external_ids import set_external_ids
from api.indicators.models import Indicator
from api.indicators.rules import FALSIFYING, check_codes, check_indicator, check_not_falsified
from api.indicators.schemas import IndicatorCreate
from api.journal.record import change, create, give_external_ids
from api.measurements.models import Measurement


async def _codes_taken(session: AsyncSession, codes: Sequence[str]) -> set[str]:
    found = await session.execute(select(col(Indicator.code)).where(col(Indicator.code).in_(codes)))
    return set(found.scalars())


async def create_indicators(
    session: AsyncSession,
    caller: Caller | None,
    wanted: Sequence[IndicatorCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Indicator]:
    """New indicators; `ids` are theirs where they were promised before."""
    codes = [one.code for one in wanted]
    faults = check_codes(codes, await _codes_taken(session, codes))
    for one in wanted:
        faults += check_indicator(one.unit, one.levels, one.minimum, one.maximum)
    raise_faults(faults)
    made = [
        Indicator(id=id, title_key=danish_key(one.title), **one.model_dump(exclude={"external_ids"}))
        for one, id in zip(wanted, ids or [new_id() for _ in wanted], strict=True)
    ]
    await create(session, caller, made)
    given = zip(made, wanted, strict=True)
    others = {thing.id: [(x.system, x.id) for x in one.external_ids] for thing, one in given if one.external_ids}
    raise_faults(await set_external_ids(session, "indicators", others))
    return made


async def update_indicator(
    session: AsyncSession, caller: Caller | None, indicator: Indicator, values: Mapping[str, Any]
) -> None:
    """Change what is said of an indicator; not what its figures rest on."""
    values = dict(values)
    ids = values.pop("external_ids", None)
    new = {name: values.get(name, getattr(indicator, name)) for name in ("unit", "levels", "minimum", "maximum")}
    faults = check_indicator(**new)
    if values.get("code", indicator.code) != indicator.code:
        faults += check_codes([values["code"]], await _codes_taken(session, [values["code"]]))
    if not values.keys().isdisjoint(FALSIFYING):
        measured = select(col(Measurement.id)).where(col(Measurement.indicator_id) == indicator.id).limit(1)
        faults += check_not_falsified(indicator, values, (await session.execute(measured)).first() is not None)
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, indicator, values)
    if ids is not None:
        await give_external_ids(session, caller, indicator, [(id_.system, id_.id) for id_ in ids])
