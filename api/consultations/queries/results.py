"""Results of closed consultations for single inputs: how an institution's answers to each question are distributed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.consultations.models import Consultation, QuestionType, Tally
from api.consultations.rules.questionnaire import questions_for_voice
from api.consultations.rules.results import AnswerCounts, result_of_input
from api.core import clock, half_years
from api.db import transactions
from api.stakeholder_input.models import Input


class _QuestionKey(NamedTuple):
    """A question of a consultation at one institution in one half-year."""

    unit_id: UUID
    consultation_id: UUID | None
    half_year: str
    question: str


async def results_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return the results of each question for the inputs that count people's answers, by input id.

    Inputs of consultations that have not closed are left out: a later request would return the same answers and a few
    more, and the difference would disclose those few.
    """
    result = await session.execute(
        select(Input, Consultation)
        .join(Consultation, col(Consultation.id) == col(Input.consultation_id))
        .where(
            col(Input.id).in_(set(ids)),
            col(Input.counted_in_id).is_(None),
            col(Input.withdrawal).is_(None),
            col(Consultation.closes_on) <= clock.today(),
        )
    )
    closed = [(row[0], row[1]) for row in result]
    if not closed:
        return {}
    counts = await _count_answers(session, [input for input, _ in closed])
    threshold = transactions.settings_of(session).small_group
    return {
        input.id: [
            {name: question[name] for name in ("key", "text", "type")}
            | result_of_input(question, counts[_question_key(input, question["key"])], input.id, threshold)
            for question in questions_for_voice(consultation, input.voice)
            if question["type"] != QuestionType.text
        ]
        for input, consultation in closed
    }


def _question_key(input: Input, question: str) -> _QuestionKey:
    return _QuestionKey(input.unit_id, input.consultation_id, half_years.half_year_of(input.collected_on), question)


async def _count_answers(session: AsyncSession, inputs: Sequence[Input]) -> dict[_QuestionKey, AnswerCounts]:
    """Count the answers of all voices and age groups to the questions of these inputs' consultations, at their
    institutions; a question without answers has empty counts."""
    result = await session.execute(
        select(Input, Tally)
        .join(Tally, col(Tally.input_id) == col(Input.id))
        .where(
            col(Input.consultation_id).in_({input.consultation_id for input in inputs}),
            col(Input.unit_id).in_({input.unit_id for input in inputs}),
        )
    )
    counts: dict[_QuestionKey, AnswerCounts] = defaultdict(AnswerCounts)
    for input, tally in result:
        question_counts = counts[_question_key(input, tally.question)]
        if input.withdrawal is None:
            question_counts.by_part[input.id][tally.value] = tally.people_count
        else:
            question_counts.withdrawn += tally.people_count
    return counts
