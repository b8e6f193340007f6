"""Statistics by question: answers to closed consultations within the caller's reach, by half-year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, case, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor, UnitKind
from api.consultations.models import Consultation, Tally
from api.consultations.rules.results import AnswerCount, Placement, question_groups
from api.core import clock, half_years
from api.db import transactions
from api.stakeholder_input.models import Grouping, Input
from api.stakeholder_input.queries.statistics import STATISTICS, count_voices, half_of_year, statistics_response
from api.stakeholder_input.rules import suppressed_groups

_is_withdrawn = case((col(Input.withdrawal).is_(None), 0), else_=1).label("withdrawn")
_answer_counts: Select[Any] = (
    select(
        extract("year", col(Input.collected_on)).label("year"),
        half_of_year.label("half"),
        col(Input.unit_id),
        col(Input.consultation_id),
        col(Tally.question),
        col(Tally.value),
        _is_withdrawn,
        func.sum(col(Tally.people_count)).label("people"),
    )
    .join(Tally, col(Tally.input_id) == col(Input.id))
    .join(Consultation, col(Consultation.id) == col(Input.consultation_id))
    .where(
        reach.unit_in_reach(col(Input.unit_id), STATISTICS),
        col(Consultation.closes_on) <= bindparam("today", type_=Date()),
        col(Input.collected_on) >= bindparam("first", type_=Date()),
        col(Input.collected_on) < bindparam("after", type_=Date()),
    )
    .group_by(
        "year",
        "half",
        col(Input.unit_id),
        col(Input.consultation_id),
        col(Tally.question),
        col(Tally.value),
        "withdrawn",
    )
)


async def statistics_by_question(
    session: AsyncSession, scope: Mapping[str, Any], half_year_names: Sequence[str]
) -> dict[str, Any]:
    """Return the statistics grouped by question: means and choices of closed consultations.

    `half_year_names` are consecutive and over. The number of people who answered a question is null if the statistics
    by voice suppress a voice that has the question: the number could disclose it.
    """
    threshold = transactions.settings_of(session).small_group
    voice_counts = await count_voices(session, scope, Grouping.voice, half_year_names)
    response = statistics_response(Grouping.voice, half_year_names, voice_counts, threshold)
    span = {
        "first": half_years.first_day(half_year_names[0]),
        "after": half_years.day_after(half_year_names[-1]),
    }
    answer_counts = [
        AnswerCount(f"{int(row[0])}H{row[1]}", row[2], row[3], row[4], row[5], bool(row[6]), int(row[7]))
        for row in await session.execute(_answer_counts, {**scope, **span})
    ]
    consultation_ids = {count.consultation_id for count in answer_counts if not count.withdrawn}
    questions = await _questions_of(session, consultation_ids)
    placements = await _placements(session, {count.unit_id for count in answer_counts})
    for half_year in response["half_years"]:
        name = half_year["half_year"]
        suppressed_voices = suppressed_groups(
            Grouping.voice, [count for count in voice_counts if count.half_year == name], threshold
        )
        half_year["groups"] = question_groups(
            [count for count in answer_counts if count.half_year == name],
            questions,
            placements,
            suppressed_voices,
            threshold,
        )
    return {**response, "by": Grouping.question.value}


async def _questions_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Sequence[dict[str, Any]]]:
    """Return the questions of consultations, by consultation id."""
    consultation_ids = set(ids)
    if not consultation_ids:
        return {}
    questions = select(col(Consultation.id), col(Consultation.questions))
    result = await session.execute(questions.where(col(Consultation.id).in_(consultation_ids)))
    return {row[0]: row[1] for row in result}


async def _placements(session: AsyncSession, unit_ids: Collection[UUID]) -> dict[UUID, Placement]:
    """Return the district and the institution that each unit belongs to today."""
    today, ancestor = clock.today(), UnitAncestor
    result = await session.execute(
        select(col(ancestor.unit_id), col(Unit.id), col(Unit.kind))
        .join(Unit, col(Unit.id) == col(ancestor.ancestor_id))
        .where(
            col(ancestor.unit_id).in_(unit_ids),
            ~col(ancestor.upward),
            col(ancestor.since_on) <= today,
            col(ancestor.until_on) > today,
        )
    )
    ancestors: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for unit_id, ancestor_id, kind in result:
        ancestors[unit_id][kind] = ancestor_id
    return {
        id: Placement(
            district_id=ancestors[id].get(UnitKind.district),
            institution_id=ancestors[id].get(UnitKind.institution, id),
        )
        for id in unit_ids
    }
