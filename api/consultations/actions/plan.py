"""Making, changing, extending and closing consultations, and their links."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.consultations import rules
from api.consultations.models import Consultation, ConsultationLink
from api.consultations.queries.visible import active_links, institutions_asked
from api.consultations.schemas import ConsultationCreate, QuestionShape
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem, raise_faults
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.journal import record
from api.journal.record import change, create, touch
from api.stakeholder_input.models import Voice
from api.stakeholder_input.rules import check_theme
from api.themes.models import Theme


def _questions(wanted: Sequence[QuestionShape]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in wanted]


def _scope() -> dict[str, Any]:
    return {"today": clock.today()}


async def _check_theme(session: AsyncSession, theme_id: UUID | None) -> list[Fault]:
    return check_theme(await session.get(Theme, theme_id)) if theme_id else []


async def _check_unit(session: AsyncSession, one: Consultation | ConsultationCreate, on: date) -> list[Fault]:
    """A fault if it asks at one institution, and that is closed, or will be on that day."""
    institution = await session.get(Institution, one.unit_id) if one.unit_id else None
    return check_open(institution, clock.today(), "/unit_id", day=on) if institution else []


async def extension_faults(session: AsyncSession, consultation: Consultation) -> list[Fault]:
    """What stands in the way of letting a consultation stay open longer, whatever the day."""
    today = clock.today()
    return rules.check_not_closed(consultation, today) + await _check_unit(session, consultation, today)


async def create_consultations(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[ConsultationCreate]
) -> list[Consultation]:
    """New consultations with their links; what they refer to is there."""
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    made, faults = [], list[Fault]()
    for one in wanted:
        faults += rules.check_questions(one.questions)
        faults += rules.check_span(one.opens_on, one.closes_on, clock.today())
        faults += await _check_theme(session, one.theme_id)
        faults += await _check_unit(session, one, one.opens_on)
        fields = one.model_dump(exclude={"questions", "unit_id"})
        made.append(
            Consultation(
                unit_id=one.unit_id or top.id,
                title_key=danish_key(one.title),
                questions=_questions(one.questions),
                **fields,
            )
        )
    raise_faults(faults)
    await create(session, caller, made)
    for consultation in made:
        await complete_links(session, consultation)
    return made


async def complete_links(session: AsyncSession, consultation: Consultation) -> bool:
    """Let each institution covered have one link for each voice that is asked, and no other; tells if any changed."""
    voices = {Voice(voice) for question in consultation.questions for voice in question["voices"]}
    wanted = {(id, voice) for id in await institutions_asked(session, consultation, _scope()) for voice in voices}
    standing = {
        (active_link.institution_id, Voice(active_link.voice)): active_link
        for active_link in await active_links(session, consultation.id)
    }
    for key in standing.keys() - wanted:
        standing[key].withdrawn_on = clock.today()
    missing = sorted(wanted - standing.keys(), key=lambda one: (str(one[0]), one[1].value))
    _add_links(session, consultation, missing)
    await session.flush()
    return wanted != standing.keys()


def _add_links(session: AsyncSession, consultation: Consultation, places: Iterable[tuple[UUID, Voice]]) -> None:
    session.add_all(
        ConsultationLink(
            consultation_id=consultation.id, institution_id=id, voice=voice, secret=secrets.token_urlsafe(24)
        )
        for id, voice in places
    )


async def change_consultation(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, given: Mapping[str, Any]
) -> None:
    """Change a consultation that has not opened; its links follow whom it asks."""
    values, today = dict(given), clock.today()
    raise_faults(rules.check_unopened(consultation, today))
    span = [values.get(name, getattr(consultation, name)) for name in ("opens_on", "closes_on")]
    faults = rules.check_span(span[0], span[1], today)
    if "questions" in values:
        faults += rules.check_questions(values["questions"])
        values["questions"] = _questions(values["questions"])
    faults += await _check_unit(session, consultation, span[0])
    raise_faults(faults + await _check_theme(session, values.get("theme_id")))
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, consultation, values)
    await complete_links(session, consultation)


async def extend_consultation(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, closes_on: date
) -> None:
    """Let a consultation that has not closed stay open longer."""
    today = clock.today()
    raise_faults(
        rules.check_extension(consultation, closes_on, today) + await _check_unit(session, consultation, today)
    )
    await change(session, caller, consultation, {"closes_on": closes_on}, "extended")


async def close_consultation(session: AsyncSession, caller: Caller | None, consultation: Consultation) -> None:
    """Let an open consultation take no more answers from today on."""
    raise_faults(rules.check_open(consultation, clock.today()))
    await change(session, caller, consultation, {"closes_on": clock.today()}, "closed")


async def delete_consultation(session: AsyncSession, caller: Caller | None, consultation: Consultation) -> None:
    """Delete a consultation that has not opened, with its links."""
    raise_faults(rules.check_unopened(consultation, clock.today()))
    await session.execute(delete(ConsultationLink).where(col(ConsultationLink.consultation_id) == consultation.id))
    await record.delete(session, caller, consultation)


async def renew_link(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, institution_id: UUID, voice: Voice
) -> None:
    """A new link in the place of the present one, if any: the old one leads nowhere from now on."""
    raise_faults(rules.check_not_closed(consultation, clock.today()))
    if institution_id not in await institutions_asked(session, consultation, _scope()):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    if not rules.asked_of(consultation, voice):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/voice"))
    await _withdraw(session, consultation, institution_id, voice)
    _add_links(session, consultation, [(institution_id, voice)])
    await touch(session, caller, consultation, "link_renewed", ["links"])


async def withdraw_link(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, institution_id: UUID, voice: Voice
) -> None:
    """A link leads nowhere from now on."""
    if not await _withdraw(session, consultation, institution_id, voice):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    await touch(session, caller, consultation, "link_withdrawn", ["links"])


async def _withdraw(session: AsyncSession, consultation: Consultation, institution_id: UUID, voice: Voice) -> bool:
    found = [
        active_link
        for active_link in await active_links(session, consultation.id)
        if (active_link.institution_id, active_link.voice) == (institution_id, voice.value)
    ]
    for one in found:
        one.withdrawn_on = clock.today()
    await session.flush()
    return bool(found)
