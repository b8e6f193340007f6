"""What may be published of the results of a consultation, with small groups suppressed."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from api.consultations.models import QuestionType
from api.disclosure_control.tabular_suppression import (
    Frequencies,
    Part,
    ReleasedTable,
    Variable,
    release_parts,
    release_union,
)

Key = TypeVar("Key", bound=Hashable)


# --- results ---

_CountsByPart = dict[UUID, dict[str, int]]
"""The number of people by part (an input or a unit) and by value of the answer."""


@dataclass(slots=True)
class AnswerCounts:
    """The answers to a question, and the number of people whose answers were withdrawn since."""

    by_part: _CountsByPart = field(default_factory=lambda: defaultdict(dict))
    withdrawn: int = 0

    def publishable(self, threshold: int) -> _CountsByPart:
        """Return the counts, or none if the answers of fewer people than the threshold were withdrawn.

        The difference between the results before and after their withdrawal would disclose them.
        """
        return {} if 0 < self.withdrawn < threshold else self.by_part


class AnswerCount(NamedTuple):
    """The number of people who gave a value as answer to a question, at one unit and in one half-year."""

    half_year: str
    unit_id: UUID
    consultation_id: UUID
    question: str
    value: str
    withdrawn: bool
    people: int


class Placement(NamedTuple):
    """The district and the institution that a unit belongs to; an institution is its own."""

    district_id: UUID | None
    institution_id: UUID


def result_of_input(
    question: Mapping[str, Any], counts: AnswerCounts, input_id: UUID, threshold: int
) -> dict[str, Any]:
    """Return the result of a question for one input, after suppression among the inputs of its institution."""
    by_input = counts.publishable(threshold)
    if input_id not in by_input:
        by_input = {**by_input, input_id: {}}
    return results_of_parts(question, by_input, threshold)[input_id]


def question_groups(
    counts: Iterable[AnswerCount],
    questions: Mapping[UUID, Sequence[Mapping[str, Any]]],
    placements: Mapping[UUID, Placement],
    suppressed_voices: set[str | None],
    threshold: int,
) -> list[dict[str, Any]]:
    """Return the statistics groups of a half-year, one for each question that has answers, after suppression.

    `questions` are those of each consultation. Numbers of people are left out for questions to a suppressed voice.
    """
    counts_of: dict[tuple[UUID, str], AnswerCounts] = defaultdict(AnswerCounts)
    for count in counts:
        question_counts = counts_of[count.consultation_id, count.question]
        if count.withdrawn:
            question_counts.withdrawn += count.people
        else:
            question_counts.by_part[count.unit_id][count.value] = count.people
    groups = []
    for consultation_id, consultation_questions in sorted(questions.items(), key=lambda item: str(item[0])):
        for question in consultation_questions:
            question_counts = counts_of[consultation_id, question["key"]]
            if not question_counts.by_part:
                continue
            tree = _as_tree(question_counts.publishable(threshold), placements)
            result = result_of_whole(question, tree, threshold)
            if not suppressed_voices.isdisjoint(question["voices"]):
                result |= {"people": None, "choices": None}
            key = f"{consultation_id}:{question['key']}"
            groups.append({"key": key, "name": question["text"], "inputs": None, **result})
    return groups


def _as_tree(counts_by_unit: _CountsByPart, placements: Mapping[UUID, Placement]) -> list[list[list[dict[str, int]]]]:
    """Return the counts nested by district, institution and department: each level is published to some role."""
    districts: dict[UUID | None, dict[UUID, list[dict[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for unit_id, counts in counts_by_unit.items():
        placement = placements[unit_id]
        districts[placement.district_id][placement.institution_id].append(counts)
    return [list(institutions.values()) for institutions in districts.values()]


def results_of_parts(
    question: Mapping[str, Any], parts: Mapping[Key, Frequencies], threshold: int
) -> dict[Key, dict[str, Any]]:
    """Return the results of the voices and age groups of one institution and half-year; see `release_parts`."""
    tables = release_parts(_variable(question), parts, threshold)
    return {key: _result(table) for key, table in tables.items()}


def result_of_whole(question: Mapping[str, Any], parts: Sequence[Part], threshold: int) -> dict[str, Any]:
    """Return the result across institutions, given by district, institution and department; see `release_union`."""
    return _result(release_union(_variable(question), parts, threshold))


def _variable(question: Mapping[str, Any]) -> Variable:
    is_choice = question["type"] == QuestionType.choice
    return Variable(question["type"] == QuestionType.smiley, question["choices"] if is_choice else None)


def _result(table: ReleasedTable) -> dict[str, Any]:
    choices = None
    if table.frequencies is not None:
        choices = [{"choice": choice, "people": people} for choice, people in table.frequencies.items()]
    return {"people": table.total, "mean": table.mean, "choices": choices, "withheld": table.is_suppressed}
