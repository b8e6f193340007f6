"""Create and update indicators."""

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
from api.indicators.queries import taken_codes
from api.indicators.rules import FIXED_ONCE_MEASURED, check_codes, check_indicator, check_meaning_unchanged
from api.indicators.schemas import IndicatorCreate
from api.journal.record import change, create, replace_external_ids
from api.measurements.models import Measurement


async def create_indicators(
    session: AsyncSession,
    caller: Caller | None,
    payloads: Sequence[IndicatorCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Indicator]:
    """Create indicators; `ids` are the ids to use where they have been announced before."""
    codes = [payload.code for payload in payloads]
    faults = check_codes(codes, await taken_codes(session, codes))
    for payload in payloads:
        faults += check_indicator(payload.unit, payload.levels, payload.minimum, payload.maximum)
    raise_faults(faults)
    indicators = [
        Indicator(id=id, title_key=danish_key(payload.title), **payload.model_dump(exclude={"external_ids"}))
        for payload, id in zip(payloads, ids or [new_id() for _ in payloads], strict=True)
    ]
    await create(session, caller, indicators)
    external_ids = {
        indicator.id: [(external.system, external.id) for external in payload.external_ids]
        for indicator, payload in zip(indicators, payloads, strict=True)
        if payload.external_ids
    }
    raise_faults(await set_external_ids(session, "indicators", external_ids))
    return indicators


async def update_indicator(
    session: AsyncSession, caller: Caller | None, indicator: Indicator, values: Mapping[str, Any]
) -> None:
    """Update an indicator; raises `indicator-measured` where existing measurements would change their meaning."""
    values = dict(values)
    external_ids = values.pop("external_ids", None)
    checked = {name: values.get(name, getattr(indicator, name)) for name in ("unit", "levels", "minimum", "maximum")}
    faults = check_indicator(**checked)
    if values.get("code", indicator.code) != indicator.code:
        faults += check_codes([values["code"]], await taken_codes(session, [values["code"]]))
    if not values.keys().isdisjoint(FIXED_ONCE_MEASURED):
        measured = select(col(Measurement.id)).where(col(Measurement.indicator_id) == indicator.id).limit(1)
        faults += check_meaning_unchanged(indicator, values, (await session.execute(measured)).first() is not None)
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, indicator, values)
    if external_ids is not None:
        pairs = [(external.system, external.id) for external in external_ids]
        await replace_external_ids(session, caller, indicator, pairs)
