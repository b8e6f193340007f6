"""Submit answers to a consultation by link, without an account.

Answers are stored as stakeholder input that identifies neither the person, their address, nor the time of day. Nothing
is written to the journal: its timestamps and request ids would reveal when somebody answered, and which free text and
smileys belong together.
"""

import hmac
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.consultations.models import Consultation, ConsultationLink, Receipt, Tally
from api.consultations.queries.links import find_link
from api.consultations.rules import questionnaire
from api.consultations.schemas import ConsultationAnswer
from api.core import clock, half_years
from api.core.identifiers import random_id
from api.core.problems import KEY_REUSED, NOT_FOUND, Problem, raise_faults
from api.db import transactions
from api.institutions.rules import check_open
from api.stakeholder_input.models import AgeGroup, Form, Input, Method


async def submit_answers(
    session: AsyncSession, secret: str, submission: ConsultationAnswer, key: str | None, body_digest: str
) -> bool:
    """Store answers, once for each idempotency key; return whether the request was a replay.

    Raise `not-found` for an unknown or withdrawn link, `idempotency-key-reused` for the same key with another body,
    `consultation-not-open`, `institution-closed`, and `invalid-input` for answers that do not fit the questions.
    """
    link_row = await find_link(session, secret)
    if link_row is None:
        raise Problem(NOT_FOUND)
    link, consultation, institution = link_row
    if key is not None and await _is_replay(session, link.id, key, body_digest):
        return True
    today = clock.today()
    raise_faults(questionnaire.check_open(consultation, today) + check_open(institution, today, ""))
    raise_faults(
        questionnaire.check_answer(questionnaire.questions_for_voice(consultation, link.voice), link.voice, submission)
    )
    await _store(session, consultation, link, submission, today)
    return False


async def _is_replay(session: AsyncSession, link_id: UUID, key: str, body_digest: str) -> bool:
    """Return whether the same request was stored before; else store a receipt of it. Delete expired receipts."""
    today = clock.today()
    expiry = today - timedelta(days=transactions.settings_of(session).idempotency_days)
    await session.execute(delete(Receipt).where(col(Receipt.taken_on) < expiry))
    key_hash = sha256(f"{link_id} {key}".encode()).hexdigest()
    # A keyed digest: without the idempotency key, which is not stored, smileys cannot be matched with a text.
    mark = hmac.digest(key.encode(), body_digest.encode(), "sha256").hex()
    receipts = select(Receipt).where(col(Receipt.link_id) == link_id, col(Receipt.key_hash) == key_hash)
    receipt = (await session.execute(receipts)).scalar_one_or_none()
    if receipt is None:
        session.add(Receipt(link_id=link_id, key_hash=key_hash, mark=mark, taken_on=today))
        return False
    if not hmac.compare_digest(receipt.mark, mark):
        raise Problem(KEY_REUSED)
    return True


async def _store(
    session: AsyncSession,
    consultation: Consultation,
    link: ConsultationLink,
    submission: ConsultationAnswer,
    today: date,
) -> None:
    """Count the person, store each free text as an input of its own, and add smileys and choices to the tallies."""
    counting_input = await _counting_input(session, consultation, link, submission.age_group, today)
    counting_input.people_count += 1
    counting_input.collected_on = today
    counting_input.updated_at = _end_of(today)
    question_texts = {question["key"]: question["text"] for question in consultation.questions}
    for answer in submission.answers:
        if answer.text is not None:
            text_input = _new_input(consultation, link, submission.age_group, today)
            text_input.text = answer.text
            text_input.question = question_texts[answer.key]
            text_input.counted_in_id = counting_input.id
            session.add(text_input)
        else:
            await _add_to_tally(session, counting_input.id, answer.key, answer.choice or str(answer.smiley))
    await session.flush()


async def _counting_input(
    session: AsyncSession, consultation: Consultation, link: ConsultationLink, age_group: AgeGroup | None, today: date
) -> Input:
    """Return the input that counts the people of this link and age group in this half-year; create it if necessary."""
    half_year = half_years.half_year_of(today)
    counting_inputs = select(Input).where(
        col(Input.consultation_id) == consultation.id,
        col(Input.unit_id) == link.institution_id,
        col(Input.voice) == link.voice,
        col(Input.age_group) == age_group if age_group else col(Input.age_group).is_(None),
        col(Input.counted_in_id).is_(None),
        col(Input.withdrawal).is_(None),
        col(Input.collected_on) >= half_years.first_day(half_year),
        col(Input.collected_on) < half_years.day_after(half_year),
    )
    existing = (await session.execute(counting_inputs)).scalars().all()
    if existing:
        return existing[0]
    counting_input = _new_input(consultation, link, age_group, today)
    counting_input.people_count = 0
    session.add(counting_input)
    await session.flush()
    return counting_input


def _new_input(consultation: Consultation, link: ConsultationLink, age_group: AgeGroup | None, today: date) -> Input:
    """Return an input with a random id and timestamps at midnight: neither reveals the time of the answer."""
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
    """Return the midnight that ends a day, used as `updated_at` of all answers of that day.

    It lies after every request of that day, so clients that poll with `updated_since` receive the answers with their
    next request at the latest.
    """
    return datetime.combine(day + timedelta(days=1), time(), clock.COPENHAGEN)


async def _add_to_tally(session: AsyncSession, input_id: UUID, question: str, value: str) -> None:
    tally = await session.get(Tally, (input_id, question, value))
    if tally is None:
        session.add(Tally(input_id=input_id, question=question, value=value, people_count=1))
    else:
        tally.people_count += 1
    await session.flush()
