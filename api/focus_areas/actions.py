"""Propose, update and delete focus areas, apply the decisions of dialogues, and withdraw and reopen themes."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.cycles.models import Cycle
from api.focus_areas import rules
from api.focus_areas.models import Decision, Development, FocusArea, FocusAreaStatus
from api.focus_areas.queries import focus_areas_of, focus_areas_with_theme, institutions_of, themes_of
from api.focus_areas.schemas import FocusAreaCreate
from api.institutions.models import Institution
from api.journal.record import change, create, delete
from api.themes.models import Theme, ThemeStatus
from api.themes.rules import check_step

_JOURNAL_ACTIONS = {
    Decision.choose: "chosen",
    Decision.continue_: "continued",
    Decision.adjust: "adjusted",
    Decision.complete: "completed",
    Decision.drop: "dropped",
    Decision.resume: "resumed",
}


class DecidedFocusArea(NamedTuple):
    """A dialogue's decision about a focus area; a field that is None stays unchanged."""

    focus_area: FocusArea
    decision: Decision
    development: Development | None = None
    outcome: str | None = None


async def propose_focus_areas(
    session: AsyncSession, caller: Caller | None, requests: Sequence[FocusAreaCreate]
) -> list[FocusArea]:
    """Create proposed focus areas, of institutions and themes that exist."""
    institutions = await institutions_of(session, (request.institution_id for request in requests))
    themes = await themes_of(session, (request.theme_id for request in requests))
    earlier = await focus_areas_of(session, (request.continues_id for request in requests if request.continues_id))
    today, focus_areas, faults = clock.today(), [], list[Fault]()
    for request in requests:
        institution, (theme, cycle) = institutions[request.institution_id], themes[request.theme_id]
        continued = earlier[request.continues_id] if request.continues_id else None
        faults += rules.check_theme(institution, theme, cycle, today)
        faults += rules.check_continues(institution, cycle, continued)
        faults += rules.check_status(FocusAreaStatus.proposed, request.status)
        focus_areas.append(FocusArea(title_key=danish_key(request.title), **request.model_dump()))
    raise_faults(faults)
    await create(session, caller, focus_areas)
    return focus_areas


async def update_focus_area(
    session: AsyncSession, caller: Caller | None, focus_area: FocusArea, values: Mapping[str, Any]
) -> None:
    """Update a proposed or chosen focus area; only dialogues change its status."""
    values = dict(values)
    faults = rules.check_changeable(focus_area, values)
    theme_id = values.get("theme_id", focus_area.theme_id)
    institution = (await institutions_of(session, [focus_area.institution_id]))[focus_area.institution_id]
    theme, cycle = (await themes_of(session, [theme_id]))[theme_id]
    if theme_id != focus_area.theme_id:
        faults += rules.check_theme(institution, theme, cycle, clock.today())
    continues_id = values.get("continues_id", focus_area.continues_id)
    faults += await _check_continues(session, institution, cycle, continues_id)
    faults += rules.check_status(focus_area.status, values.pop("status", focus_area.status))
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, focus_area, values)


async def _check_continues(
    session: AsyncSession, institution: Institution, cycle: Cycle, continues_id: UUID | None
) -> list[Fault]:
    continued = await focus_areas_of(session, [continues_id]) if continues_id else {}
    return rules.check_continues(institution, cycle, next(iter(continued.values()), None))


async def delete_focus_area(session: AsyncSession, caller: Caller | None, focus_area: FocusArea) -> None:
    """Delete a proposed focus area that nothing refers to."""
    raise_faults(rules.check_deletable(focus_area))
    await delete(session, caller, focus_area)


async def apply_decisions(session: AsyncSession, caller: Caller | None, decided: Sequence[DecidedFocusArea]) -> None:
    """Apply the decisions of a dialogue; raises `wrong-state` before any change if a status does not allow one.

    For dialogues, which check each decision beforehand with pointers of their own.
    """
    raise_faults(fault for item in decided for fault in rules.check_decision(item.focus_area, item.decision))
    for item in decided:
        values: dict[str, Any] = {"status": rules.STATUS_AFTER[item.decision].value}
        if item.development is not None:
            values["development"] = item.development.value
        if item.outcome is not None:
            values["outcome"] = item.outcome
        await change(session, caller, item.focus_area, values, _JOURNAL_ACTIONS[item.decision])


async def withdrawal_faults(session: AsyncSession, theme: Theme) -> list[Fault]:
    """Return every reason for which a theme cannot be withdrawn."""
    focus_areas = await focus_areas_with_theme(session, theme)
    return check_step(theme, ThemeStatus.withdrawn) + rules.check_theme_unused(focus_areas, dropped_too=False)


async def reopening_faults(session: AsyncSession, theme: Theme) -> list[Fault]:
    """Return every reason for which a theme cannot be reopened as a proposal."""
    focus_areas = await focus_areas_with_theme(session, theme)
    return check_step(theme, ThemeStatus.proposed) + rules.check_theme_unused(focus_areas, dropped_too=True)


async def withdraw_theme(session: AsyncSession, caller: Caller | None, theme: Theme) -> None:
    """Withdraw a theme; raises `theme-in-use` while a focus area that is not dropped uses it."""
    raise_faults(await withdrawal_faults(session, theme))
    await change(session, caller, theme, {"status": ThemeStatus.withdrawn.value}, "withdrawn")


async def reopen_theme(session: AsyncSession, caller: Caller | None, theme: Theme) -> None:
    """Reopen a theme as a proposal, so that its text can change; raises `theme-in-use` if a focus area ever used it."""
    raise_faults(await reopening_faults(session, theme))
    await change(session, caller, theme, {"status": ThemeStatus.proposed.value, "decided_on": None}, "reopened")
