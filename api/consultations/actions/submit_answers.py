"""Answers at the public door: they become input, of which nothing tells who, from where, or at what time.

Nothing is written to the journal: its moments and request ids would tell when somebody answered, and which words and
smileys came together.
"""

import hmac
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.consultations import rules
from api.consultations.models import Consultation, ConsultationLink, ConsultationState, Receipt, Tally
from api.consultations.queries.visible import link_of
from api.consultations.schemas import ConsultationAnswer
from api.core import clock, half_years
from api.core.identifiers import random_id
from api.core.problems import KEY_REUSED, NOT_FOUND, Problem, raise_faults
from api.core.settings import settings
from api.institutions.rules import check_open, is_closed
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup, Form, Input, Method


async def questions_of_link(session: AsyncSession, secret: str) -> dict[str, Any]:
    """What somebody who follows a link is asked; raises `not-found` for one that leads nowhere."""
    found = await link_of(session, secret)
    if found is None:
        raise Problem(NOT_FOUND)
    link, consultation, institution = found
    closed = is_closed(institution, clock.today())
    names = ("key", "text", "type", "choices")
    return {
        **{name: getattr(consultation, name) for name in ("title", "purpose", "privacy_notice")},
        "institution_name": institution.name,
        "voice": link.voice,
        "questions": [{name: one[name] for name in names} for one in rules.asked_of(consultation, link.voice)],
        "age_groups": [age.value for age in AgeGroup] if link.voice in CHILD_VOICES else [],
        "state": (ConsultationState.closed if closed else rules.state_of(consultation, clock.today())).value,
        "opens_on": consultation.opens_on,
        "closes_on": consultation.closes_on,
    }


async def submit_answers(
    session: AsyncSession, secret: str, said: ConsultationAnswer, key: str | None, body_digest: str
) -> bool:
    """Take an answer, once for each key; tells whether it was taken before."""
    found = await link_of(session, secret)
    if found is None:
        raise Problem(NOT_FOUND)
    link, consultation, institution = found
    if key is not None and await _was_taken(session, link.id, key, body_digest):
        return True
    today = clock.today()
    raise_faults(rules.check_open(consultation, today) + check_open(institution, today, ""))
    raise_faults(rules.check_answer(rules.asked_of(consultation, link.voice), link.voice, said))
    await _keep(session, consultation, link, said, today)
    return False


async def _was_taken(session: AsyncSession, link_id: UUID, key: str, body_digest: str) -> bool:
    today = clock.today()
    old = today - timedelta(days=settings().idempotency_days)
    await session.execute(delete(Receipt).where(col(Receipt.taken_on) < old))
    key_hash = sha256(f"{link_id} {key}".encode()).hexdigest()
    # Keyed, so that without the key nobody tries which smileys go with some words.
    mark = hmac.digest(key.encode(), body_digest.encode(), "sha256").hex()
    mine = select(Receipt).where(col(Receipt.link_id) == link_id, col(Receipt.key_hash) == key_hash)
    kept = (await session.execute(mine)).scalar_one_or_none()
    if kept is None:
        session.add(Receipt(link_id=link_id, key_hash=key_hash, mark=mark, taken_on=today))
        return False
    if not hmac.compare_digest(kept.mark, mark):
        raise Problem(KEY_REUSED)
    return True


async def _keep(
    session: AsyncSession, consultation: Consultation, link: ConsultationLink, said: ConsultationAnswer, today: date
) -> None:
    counted = await _counted(session, consultation, link, said.age_group, today)
    counted.people_count += 1
    counted.collected_on = today
    counted.updated_at = _end_of(today)
    texts = {question["key"]: question["text"] for question in consultation.questions}
    for answer in said.answers:
        if answer.text is not None:
            words = _input(consultation, link, said.age_group, today)
            words.text, words.question, words.counted_in_id = answer.text, texts[answer.key], counted.id
            session.add(words)
        else:
            await _tally(session, counted.id, answer.key, answer.choice or str(answer.smiley))
    await session.flush()


async def _counted(
    session: AsyncSession, consultation: Consultation, link: ConsultationLink, age_group: AgeGroup | None, today: date
) -> Input:
    """The input that counts who answers by this link, of this age, in this half-year."""
    half_year = half_years.half_year_of(today)
    found: Sequence[Input] = (
        (
            await session.execute(
                select(Input).where(
                    col(Input.consultation_id) == consultation.id,
                    col(Input.unit_id) == link.institution_id,
                    col(Input.voice) == link.voice,
                    col(Input.age_group) == age_group if age_group else col(Input.age_group).is_(None),
                    col(Input.counted_in_id).is_(None),
                    col(Input.withdrawal).is_(None),
                    col(Input.collected_on) >= half_years.first_day(half_year),
                    col(Input.collected_on) < half_years.day_after(half_year),
                )
            )
        )
        .scalars()
        .all()
    )
    if found:
        return found[0]
    made = _input(consultation, link, age_group, today)
    made.people_count = 0
    session.add(made)
    await session.flush()
    return made


def _input(consultation: Consultation, link: ConsultationLink, age_group: AgeGroup | None, today: date) -> Input:
    return Input(
        id=random_id(),
        unit_id=link.institution_id,
        voice=link.voice,
        method=Method.survey,
        age_group=age_group,
        form=Form.perspective,
        people_count=1,
        collected_on=today,
        theme_id=consultation.theme_id,
        consultation_id=consultation.id,
        created_at=datetime.combine(today, time(), clock.COPENHAGEN),
        updated_at=_end_of(today),
    )


def _end_of(day: date) -> datetime:
    """The moment that all of a day's answers carry: whoever follows changes meets them at the next look, if not now."""
    return datetime.combine(day + timedelta(days=1), time(), clock.COPENHAGEN)


async def _tally(session: AsyncSession, input_id: UUID, question: str, value: str) -> None:
    kept = await session.get(Tally, (input_id, question, value))
    if kept is None:
        session.add(Tally(input_id=input_id, question=question, value=value, people_count=1))
    else:
        kept.people_count += 1
    await session.flush()
