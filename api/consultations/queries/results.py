"""What was answered to a consultation's questions: counted and averaged, never shown of a few."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, case, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor, UnitKind
from api.consultations.models import Consultation, QuestionType, Tally
from api.consultations.queries.released_results import result_of_whole, results_of_parts
from api.consultations.queries.visible import questions_of
from api.consultations.rules import asked_of
from api.core import clock, half_years
from api.core.settings import settings
from api.stakeholder_input.models import Grouping, Input
from api.stakeholder_input.queries.statistics import statistics_of, suppressed_groups
from api.stakeholder_input.queries.voice_counts import STATISTICS, count_voices, half_year_of_column

_Cells = dict[UUID, dict[str, int]]


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
    cells = await _cells(session, [input for input, _ in closed])
    threshold = settings().small_group
    return {
        input.id: [
            {name: question[name] for name in ("key", "text", "type")}
            | _told(question, cells[(*_whole(input), question["key"])], input.id, threshold)
            for question in asked_of(consultation, input.voice)
            if question["type"] != QuestionType.text
        ]
        for input, consultation in closed
    }


def _whole(input: Input) -> tuple[Any, ...]:
    return input.unit_id, input.consultation_id, half_years.half_year_of(input.collected_on)


@dataclass(slots=True)
class _Answers:
    """The answers to a question at an institution in a half-year; and how many people's were taken back since."""

    cells: _Cells = field(default_factory=lambda: defaultdict(dict))
    withdrawn: int = 0


def _told(question: Mapping[str, Any], answers: _Answers, id: UUID, threshold: int) -> dict[str, Any]:
    """Nothing where a few took theirs back: it is what is told now leaves of what was told before."""
    cells = {} if 0 < answers.withdrawn < threshold else answers.cells
    return results_of_parts(question, cells if id in cells else {**cells, id: {}}, threshold)[id]


async def _cells(session: AsyncSession, inputs: Sequence[Input]) -> dict[tuple[Any, ...], _Answers]:
    """The answers to each question, of each voice and age, at the institutions and in the half-years of these."""
    found = await session.execute(
        select(Input, Tally)
        .join(Tally, col(Tally.input_id) == col(Input.id))
        .where(
            col(Input.consultation_id).in_({one.consultation_id for one in inputs}),
            col(Input.unit_id).in_({one.unit_id for one in inputs}),
        )
    )
    answers: dict[tuple[Any, ...], _Answers] = defaultdict(_Answers)
    for input, tally in found:
        mine = answers[(*_whole(input), tally.question)]
        if input.withdrawal is None:
            mine.cells[input.id][tally.value] = tally.people_count
        else:
            mine.withdrawn += tally.people_count
    return answers


# --- across institutions ---


class _Counted(NamedTuple):
    half_year: str
    unit_id: UUID
    consultation_id: UUID
    question: str
    value: str
    withdrawn: bool
    people: int


_withdrawn = case((col(Input.withdrawal).is_(None), 0), else_=1).label("withdrawn")
_counting: Select[Any] = (
    select(
        extract("year", col(Input.collected_on)).label("year"),
        half_year_of_column.label("half"),
        col(Input.unit_id),
        col(Input.consultation_id),
        col(Tally.question),
        col(Tally.value),
        _withdrawn,
        func.sum(col(Tally.people_count)).label("people"),
    )
    .join(Tally, col(Tally.input_id) == col(Input.id))
    .join(Consultation, col(Consultation.id) == col(Input.consultation_id))
    .where(
        reach.within(col(Input.unit_id), STATISTICS),
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
        _Counted(f"{int(row[0])}H{row[1]}", row[2], row[3], row[4], row[5], bool(row[6]), int(row[7]))
        for row in await session.execute(_counting, {**scope, **span})
    ]
    asked = await questions_of(session, {row.consultation_id for row in rows if not row.withdrawn})
    above = await _above(session, {row.unit_id for row in rows})
    for one in whole["half_years"]:
        mine = [row for row in rows if row.half_year == one["half_year"]]
        hidden = suppressed_groups(
            Grouping.voice, [row for row in voices if row.half_year == one["half_year"]], threshold
        )
        one["groups"] = _groups(mine, asked, above, hidden, threshold)
    return {**whole, "by": Grouping.question.value}


async def _above(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, tuple[UUID | None, UUID]]:
    """The district and the institution that each unit belongs to today."""
    today, ancestor = clock.today(), UnitAncestor
    found = await session.execute(
        select(col(ancestor.unit_id), col(Unit.id), col(Unit.kind))
        .join(Unit, col(Unit.id) == col(ancestor.ancestor_id))
        .where(
            col(ancestor.unit_id).in_(ids),
            ~col(ancestor.upward),
            col(ancestor.since_on) <= today,
            col(ancestor.until_on) > today,
        )
    )
    kinds: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for unit, above, kind in found:
        kinds[unit][kind] = above
    return {id: (kinds[id].get(UnitKind.district), kinds[id].get(UnitKind.institution, id)) for id in ids}


def _tree(cells: _Cells, above: Mapping[UUID, tuple[UUID | None, UUID]]) -> list[list[list[dict[str, int]]]]:
    """The answers by district, institution and department: of each of these somebody is told."""
    districts: dict[UUID | None, dict[UUID, list[dict[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for unit, counts in cells.items():
        district, institution = above[unit]
        districts[district][institution].append(counts)
    return [list(institutions.values()) for institutions in districts.values()]


def _groups(
    rows: Iterable[_Counted],
    asked: Mapping[UUID, Sequence[Mapping[str, Any]]],
    above: Mapping[UUID, tuple[UUID | None, UUID]],
    hidden: set[str | None],
    threshold: int,
) -> list[dict[str, Any]]:
    counts: dict[tuple[UUID, str], _Cells] = defaultdict(lambda: defaultdict(dict))
    withdrawn = Counter[tuple[UUID, str]]()
    for row in rows:
        if row.withdrawn:
            withdrawn[row.consultation_id, row.question] += row.people
        else:
            counts[row.consultation_id, row.question][row.unit_id][row.value] = row.people
    groups = []
    for id, questions in sorted(asked.items(), key=lambda pair: str(pair[0])):
        for question in questions:
            if (id, question["key"]) not in counts:
                continue
            # A few who took theirs back are what is told now leaves of what was told before.
            few_left = 0 < withdrawn[id, question["key"]] < threshold
            told = result_of_whole(question, [] if few_left else _tree(counts[id, question["key"]], above), threshold)
            if not hidden.isdisjoint(question["voices"]):
                told |= {"people": None, "choices": None}
            groups.append({"key": f"{id}:{question['key']}", "name": question["text"], "inputs": None, **told})
    return groups
