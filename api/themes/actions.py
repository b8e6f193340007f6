"""Create, update, decide and delete themes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import raise_faults
from api.cycles.rules import check_not_ended
from api.institutions.models import Kind
from api.journal.record import change, create, delete
from api.themes import rules
from api.themes.models import Theme, ThemeStatus
from api.themes.queries import cycles_of
from api.themes.schemas import ThemeCreate


def _in_order(kinds: Iterable[str]) -> list[str]:
    return [kind.value for kind in Kind if kind in set(kinds)]


async def create_themes(session: AsyncSession, caller: Caller | None, requests: Sequence[ThemeCreate]) -> list[Theme]:
    """Create proposed themes, of cycles that exist."""
    cycles = await cycles_of(session, (request.cycle_id for request in requests))
    themes, faults = [], []
    for request in requests:
        cycle = cycles[request.cycle_id]
        faults += check_not_ended(cycle, clock.today(), "/cycle_id") + rules.check_kinds(request.kinds, cycle.area)
        values = request.model_dump(exclude={"kinds"})
        themes.append(Theme(title_key=danish_key(request.title), kinds=_in_order(request.kinds), **values))
    raise_faults(faults)
    await create(session, caller, themes)
    return themes


async def update_theme(session: AsyncSession, caller: Caller | None, theme: Theme, values: Mapping[str, Any]) -> None:
    """Update a theme; its text only while it is proposed."""
    values = dict(values)
    cycle_id = values.get("cycle_id", theme.cycle_id)
    cycle = (await cycles_of(session, [cycle_id]))[cycle_id]
    kinds = values.get("kinds", theme.kinds)
    faults = rules.check_changeable(theme, [name for name in values if getattr(theme, name) != values[name]])
    if "cycle_id" in values and cycle_id != theme.cycle_id:
        faults += check_not_ended(cycle, clock.today(), "/cycle_id")
    raise_faults(faults + rules.check_kinds(kinds, cycle.area))
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    if "kinds" in values:
        values["kinds"] = _in_order(kinds)
    await change(session, caller, theme, values)


async def decide_themes(
    session: AsyncSession,
    caller: Caller | None,
    themes: Sequence[Theme],
    decided_on: date | None = None,
    case_reference: str | None = None,
) -> None:
    """Record that the council has decided themes; the institutions see them from now on."""
    raise_faults(fault for theme in themes for fault in rules.check_step(theme, ThemeStatus.decided))
    for theme in themes:
        values = {
            "status": ThemeStatus.decided.value,
            "decided_on": decided_on or clock.today(),
            "case_reference": case_reference or theme.case_reference,
        }
        await change(session, caller, theme, values, "decided")


async def delete_theme(session: AsyncSession, caller: Caller | None, theme: Theme) -> None:
    """Delete a proposed theme that nothing refers to."""
    raise_faults(rules.check_deletable(theme))
    await delete(session, caller, theme)
