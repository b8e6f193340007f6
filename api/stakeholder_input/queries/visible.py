"""What is visible of stakeholder input, and to whom its words; who writes it, and what it refers to."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Grant, Role, UnitAncestor
from api.access.roles import READ, WRITE, Permission
from api.consultations.models import Consultation
from api.core.settings import settings
from api.db.external_ids import external_ids_of
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.institutions.queries import institutions_of
from api.stakeholder_input.models import Input, Voice
from api.stakeholder_input.rules import EVERY_VOICE, About, voices_of
from api.themes.models import Theme

READ_INPUT, WRITE_INPUT = Permission("stakeholder_input", READ), Permission("stakeholder_input", WRITE)
CLOSE_TO_THEM = (Role.leader, Role.staff, Role.chief)
"""Who reads the words of input whatever the number of people behind it."""

ENOUGH_PEOPLE = bindparam(None, callable_=lambda: settings().words_from_people, type_=Integer())
_MINE = and_(
    col(Input.author_id) == bindparam("caller_id", type_=Uuid()), reach.within(col(Input.unit_id), WRITE_INPUT)
)
MAY_CHANGE = or_(
    reach.within(col(Input.unit_id), WRITE_INPUT, col(Grant.role).in_([str(Role.leader), str(Role.staff)])), _MINE
)
"""Who changes input: leader and staff any of their unit's; others what they wrote, since they may not read the rest."""
# The words of one who answered a consultation are of the group that they were counted in.
_counted = aliased(Input, name="counted")
GROUP = func.coalesce(
    select(col(_counted.people_count)).where(col(_counted.id) == col(Input.counted_in_id)).scalar_subquery(),
    col(Input.people_count),
)
TEXT_VISIBLE = or_(
    GROUP >= ENOUGH_PEOPLE,
    reach.within(col(Input.unit_id), READ_INPUT, col(Grant.role).in_([str(role) for role in CLOSE_TO_THEM])),
    _MINE,
)


def _inputs(text: Any, answer: Any, text_withheld: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *(
                col(getattr(Input, name))
                for name in (
                    "id",
                    "version",
                    "created_at",
                    "updated_at",
                    "voice",
                    "method",
                    "age_group",
                    "form",
                    "people_count",
                    "collected_on",
                    "theme_id",
                    "focus_area_id",
                    "answered_on",
                    "withdrawal",
                    "withdrawn_on",
                    "redaction_reason",
                    "redacted_on",
                    "consultation_id",
                    "counted_in_id",
                    "question",
                )
            ),
            GROUP.label("group_count"),
            col(Consultation.title).label("consultation_title"),
            text.label("text"),
            answer.label("answer"),
            text_withheld.label("text_withheld"),
            col(Institution.id).label("institution_id"),
            col(Institution.name).label("institution_name"),
            col(Theme.title).label("theme_title"),
            col(FocusArea.title).label("focus_area_title"),
            external_ids_of("stakeholder-input", col(Input.id)).label("external_ids"),
        )
        .outerjoin(Institution, col(Institution.id) == col(Input.unit_id))
        .outerjoin(Theme, col(Theme.id) == col(Input.theme_id))
        .outerjoin(FocusArea, col(FocusArea.id) == col(Input.focus_area_id))
        .outerjoin(Consultation, col(Consultation.id) == col(Input.consultation_id))
    )


UNSCOPED_TEXT = _inputs(col(Input.text), col(Input.answer), false())
"""Input with its words, whoever asks: for what is scoped elsewhere."""

# "You said, we did" says again what was said: the answer follows the words.
_text, _answer = (case((TEXT_VISIBLE, words), else_=null()) for words in (col(Input.text), col(Input.answer)))
_withheld = case(
    (and_(or_(col(Input.text).is_not(None), col(Input.answer).is_not(None)), ~TEXT_VISIBLE), true()), else_=false()
)
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


def _is(column: Any, name: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column == bindparam(name, type_=Uuid() if name.endswith("_id") else String())
    return found


def _has(column: Any, name: str) -> ColumnElement[bool]:
    return case((column.is_not(None), true()), else_=false()) == bindparam(name)


INPUTS = Listing(
    name="stakeholder-input",
    select=_inputs(_text, _answer, _withheld).where(or_(reach.within(col(Input.unit_id), READ_INPUT), _MINE)),
    gate=reach.access_check(READ_INPUT, WRITE_INPUT),
    id=col(Input.id),
    sorts={"collected_on": col(Input.collected_on), "updated_at": col(Input.updated_at)},
    filters={
        "updated_since": col(Input.updated_at) >= bindparam("updated_since"),
        "institution_id": _is(col(Input.unit_id), "institution_id"),
        "district_id": reach.below(col(Input.unit_id), "district_id"),
        "kind": _is(col(Institution.kind), "kind"),
        "area": and_(col(Institution.id).is_not(None), _is(_area, "area")),
        "voice": _is(col(Input.voice), "voice"),
        "method": _is(col(Input.method), "method"),
        "age_group": _is(col(Input.age_group), "age_group"),
        "form": _is(col(Input.form), "form"),
        "cycle_id": _is(col(Theme.cycle_id), "cycle_id"),
        "theme_id": _is(col(Input.theme_id), "theme_id"),
        "focus_area_id": _is(col(Input.focus_area_id), "focus_area_id"),
        "consultation_id": _is(col(Input.consultation_id), "consultation_id"),
        "answered": _has(col(Input.answered_on), "answered"),
        "withdrawn": _has(col(Input.withdrawal), "withdrawn"),
        "from": col(Input.collected_on) >= bindparam("from", type_=Date()),
        "to": col(Input.collected_on) < bindparam("to", type_=Date()),
    },
    default_sort="-collected_on",
)


async def writable_voices(
    session: AsyncSession, caller: Caller | None, places: Iterable[UUID]
) -> dict[UUID, frozenset[Voice]]:
    """The voices that the caller may write at each of these units; the service itself may write every one."""
    wanted = set(places)
    if caller is None:
        return dict.fromkeys(wanted, EVERY_VOICE)
    held = (
        reach.reached(WRITE_INPUT)
        .with_only_columns(col(UnitAncestor.unit_id), col(Grant.role), col(Grant.body))
        .where(col(UnitAncestor.unit_id).in_(wanted))
    )
    grants: dict[UUID, list[tuple[str, str | None]]] = {place: [] for place in wanted}
    for place, role, body in await session.execute(held, reach.scope(caller.id, caller.family_id)):
        grants[place].append((role, body))
    return {place: voices_of(held) for place, held in grants.items()}


async def abouts(session: AsyncSession, wanted: Sequence[tuple[UUID | None, UUID | None, UUID | None]]) -> list[About]:
    """What input is about, for each institution (or unit), theme and focus area."""
    themes = await _by_id(session, Theme, (theme for _, theme, _ in wanted))
    focus_areas = await _by_id(session, FocusArea, (focus_area for _, _, focus_area in wanted))
    of = {one.institution_id for one in focus_areas.values()}
    institutions = await institutions_of(session, of | {place for place, _, _ in wanted if place})
    found = []
    for place, theme, focus_area in wanted:
        leaning = focus_areas[focus_area] if focus_area else None
        found.append(
            About(
                institutions.get(place) if place else None,
                themes[theme] if theme else None,
                leaning,
                institutions[leaning.institution_id] if leaning else None,
            )
        )
    return found


async def _by_id(session: AsyncSession, table: Any, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    wanted = {id for id in ids if id is not None}
    found = (await session.execute(select(table).where(col(table.id).in_(wanted)))).scalars() if wanted else ()
    return {one.id: one for one in found}
