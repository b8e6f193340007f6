"""Proposing and changing focus areas, what dialogues decide about them, and taking themes back."""

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
from api.focus_areas.queries import focus_areas_of, institutions_of, leaning_on, themes_of
from api.focus_areas.schemas import FocusAreaCreate
from api.institutions.models import Institution
from api.journal.record import change, create, delete
from api.themes.models import Theme, ThemeStatus
from api.themes.rules import check_step

_SAID = {
    Decision.choose: "chosen",
    Decision.continue_: "continued",
    Decision.adjust: "adjusted",
    Decision.complete: "completed",
    Decision.drop: "dropped",
    Decision.resume: "resumed",
}


class DecidedFocusArea(NamedTuple):
    """What a dialogue decides about one focus area; what is None stays as it was."""

    focus_area: FocusArea
    decision: Decision
    development: Development | None = None
    outcome: str | None = None


async def propose_focus_areas(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[FocusAreaCreate]
) -> list[FocusArea]:
    """New focus areas, proposed; what they refer to is there."""
    institutions = await institutions_of(session, (one.institution_id for one in wanted))
    themes = await themes_of(session, (one.theme_id for one in wanted))
    earlier = await focus_areas_of(session, (one.continues_id for one in wanted if one.continues_id))
    today, made, faults = clock.today(), [], list[Fault]()
    for one in wanted:
        institution, (theme, cycle) = institutions[one.institution_id], themes[one.theme_id]
        faults += rules.check_leaning(institution, theme, cycle, today)
        faults += rules.check_continues(institution, cycle, earlier[one.continues_id] if one.continues_id else None)
        faults += rules.check_status(FocusAreaStatus.proposed, one.status)
        made.append(FocusArea(title_key=danish_key(one.title), **one.model_dump()))
    raise_faults(faults)
    await create(session, caller, made)
    return made


async def update_focus_area(
    session: AsyncSession, caller: Caller | None, focus_area: FocusArea, values: Mapping[str, Any]
) -> None:
    """Change what is said of a focus area that is proposed or chosen; its status is moved by dialogues only."""
    values = dict(values)
    faults = rules.check_changeable(focus_area, values)
    theme_id = values.get("theme_id", focus_area.theme_id)
    institution = (await institutions_of(session, [focus_area.institution_id]))[focus_area.institution_id]
    theme, cycle = (await themes_of(session, [theme_id]))[theme_id]
    if theme_id != focus_area.theme_id:
        faults += rules.check_leaning(institution, theme, cycle, clock.today())
    faults += await _check_continues(session, institution, cycle, values.get("continues_id", focus_area.continues_id))
    faults += rules.check_status(focus_area.status, values.pop("status", focus_area.status))
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, focus_area, values)


async def _check_continues(
    session: AsyncSession, institution: Institution, cycle: Cycle, earlier_id: UUID | None
) -> list[Fault]:
    found = await focus_areas_of(session, [earlier_id]) if earlier_id else {}
    return rules.check_continues(institution, cycle, next(iter(found.values()), None))


async def delete_focus_area(session: AsyncSession, caller: Caller | None, focus_area: FocusArea) -> None:
    """Delete a proposal that nothing refers to."""
    raise_faults(rules.check_deletable(focus_area))
    await delete(session, caller, focus_area)


async def apply_decisions(session: AsyncSession, caller: Caller | None, turns: Sequence[DecidedFocusArea]) -> None:
    """Carry out what a dialogue decided; raises `wrong-state` where a status does not allow it, and changes nothing.

    For the room of dialogues, which judges by `rules.check_decision` beforehand, with pointers of its own.
    """
    raise_faults(fault for turn in turns for fault in rules.check_decision(turn.focus_area, turn.decision))
    for turn in turns:
        values: dict[str, Any] = {"status": rules.BECOMES[turn.decision].value}
        if turn.development is not None:
            values["development"] = turn.development.value
        if turn.outcome is not None:
            values["outcome"] = turn.outcome
        await change(session, caller, turn.focus_area, values, _SAID[turn.decision])


async def withdrawal_faults(session: AsyncSession, theme: Theme) -> list[Fault]:
    """What stands in the way of withdrawing a theme."""
    leaning = await leaning_on(session, theme)
    return check_step(theme, ThemeStatus.withdrawn) + rules.check_not_leaned_on(leaning, dropped_too=False)


async def reopening_faults(session: AsyncSession, theme: Theme) -> list[Fault]:
    """What stands in the way of returning a theme to proposed."""
    leaning = await leaning_on(session, theme)
    return check_step(theme, ThemeStatus.proposed) + rules.check_not_leaned_on(leaning, dropped_too=True)


async def withdraw_theme(session: AsyncSession, caller: Caller | None, theme: Theme) -> None:
    """Take a theme back for good; raises `theme-in-use` while a focus area that is not dropped leans on it."""
    raise_faults(await withdrawal_faults(session, theme))
    await change(session, caller, theme, {"status": ThemeStatus.withdrawn.value}, "withdrawn")


async def reopen_theme(session: AsyncSession, caller: Caller | None, theme: Theme) -> None:
    """Let a theme be a proposal again, so that its words can change; raises `theme-in-use` if any ever leaned on it."""
    raise_faults(await reopening_faults(session, theme))
    await change(session, caller, theme, {"status": ThemeStatus.proposed.value, "decided_on": None}, "reopened")
