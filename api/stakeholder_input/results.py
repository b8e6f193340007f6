"""What was answered to a consultation's questions: counted and averaged, never shown of a few."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.core import clock
from api.core.settings import settings
from api.core.small_groups import withheld_parts
from api.cycles import half_years
from api.stakeholder_input.asking import asked_of
from api.stakeholder_input.consulted import questions_of
from api.stakeholder_input.counting import STATISTICS, count_voices, half
from api.stakeholder_input.models import Consultation, Input, QuestionType, Tally
from api.stakeholder_input.statistics import Grouping, statistics_of, withheld_groups

Counts = Mapping[str, int]


def result_of(question: Mapping[str, Any], counts: Counts, threshold: int) -> dict[str, Any]:
    """How many answered a question, and the mean of smileys or how many chose what; too few are not told of."""
    people = sum(counts.values())
    withheld = people < threshold
    mean, choices = None, None
    if question["type"] == QuestionType.smiley and not withheld:
        mean = round(sum(int(value) * n for value, n in counts.items()) / people, 2)
    if question["type"] == QuestionType.choice and not withheld:
        parts = {choice: counts.get(choice, 0) for choice in question["choices"]}
        # None at all is as telling as a few: all the others did.
        hidden = withheld_parts(parts, people, threshold)
        choices = [{"choice": one, "people": None if one in hidden else n} for one, n in parts.items()]
    return {"people": None if withheld else people, "mean": mean, "choices": choices, "withheld": withheld}


async def results_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What those whom these inputs count answered, for consultations that have closed: with a few answers more or less
    beside the same ones, those few could be told."""
    found = await session.execute(
        select(Input, Consultation)
        .join(Consultation, col(Consultation.id) == col(Input.consultation_id))
        .where(
            col(Input.id).in_(set(ids)),
            col(Input.counted_in_id).is_(None),
            col(Input.withdrawal).is_(None),
            col(Consultation.closes_on) <= clock.today(),
        )
    )
    closed = [(row[0], row[1]) for row in found]
    if not closed:
        return {}
    counts: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    tallies = select(Tally).where(col(Tally.input_id).in_([input.id for input, _ in closed]))
    for tally in (await session.execute(tallies)).scalars():
        counts[tally.input_id, tally.question][tally.value] = tally.people_count
    threshold = settings().small_group
    return {
        input.id: [
            {name: question[name] for name in ("key", "text", "type")}
            | result_of(question, counts[input.id, question["key"]], threshold)
            for question in asked_of(consultation, input.voice)
            if question["type"] != QuestionType.text
        ]
        for input, consultation in closed
    }


# --- across institutions ---


class _Told(NamedTuple):
    half_year: str
    consultation_id: UUID
    question: str
    value: str
    people: int


_counting: Select[Any] = (
    select(
        extract("year", col(Input.collected_on)).label("year"), half.label("half"), col(Input.consultation_id),
        col(Tally.question), col(Tally.value), func.sum(col(Tally.people_count)).label("people"),
    )
    .join(Tally, col(Tally.input_id) == col(Input.id))
    .join(Consultation, col(Consultation.id) == col(Input.consultation_id))
    .where(
        reach.within(col(Input.unit_id), STATISTICS),
        col(Input.withdrawal).is_(None),
        col(Consultation.closes_on) <= bindparam("today", type_=Date()),
        col(Input.collected_on) >= bindparam("first", type_=Date()),
        col(Input.collected_on) < bindparam("after", type_=Date()),
    )
    .group_by("year", "half", col(Input.consultation_id), col(Tally.question), col(Tally.value))
)  # fmt: skip


async def answers_by_question(session: AsyncSession, scope: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """The statistics by question: means and choices, of closed consultations in half-years that are over.

    How many answered is left out where a voice that was asked is withheld in the statistics by voice, which the number
    could give away.
    """
    threshold = settings().small_group
    voices = await count_voices(session, scope, Grouping.voice, wanted)
    whole = statistics_of(Grouping.voice, wanted, voices, threshold)
    span = {"first": half_years.first_day(wanted[0]), "after": half_years.day_after(wanted[-1])}
    rows = [
        _Told(f"{int(row[0])}H{row[1]}", row[2], row[3], row[4], int(row[5]))
        for row in await session.execute(_counting, {**scope, **span})
    ]
    asked = await questions_of(session, {row.consultation_id for row in rows})
    for one in whole["half_years"]:
        mine = [row for row in rows if row.half_year == one["half_year"]]
        hidden = withheld_groups(
            Grouping.voice, [row for row in voices if row.half_year == one["half_year"]], threshold
        )
        one["groups"] = _groups(mine, asked, hidden, threshold)
    return {**whole, "by": Grouping.question.value}


def _groups(
    rows: Iterable[_Told], asked: Mapping[UUID, Sequence[Mapping[str, Any]]], hidden: set[str | None], threshold: int
) -> list[dict[str, Any]]:
    counts: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row.consultation_id, row.question][row.value] = row.people
    groups = []
    for id, questions in sorted(asked.items(), key=lambda pair: str(pair[0])):
        for question in questions:
            if (id, question["key"]) not in counts:
                continue
            told = result_of(question, counts[id, question["key"]], threshold)
            if not hidden.isdisjoint(question["voices"]):
                told |= {"people": None, "choices": None}
            groups.append({"key": f"{id}:{question['key']}", "name": question["text"], "inputs": None, **told})
    return groups
