"""What is told of the answers to a question: of each part and of the whole, so that neither gives few people away."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeVar

from api.core.small_groups import withheld_parts
from api.stakeholder_input.models import QuestionType

Counts = Mapping[str, int]
Told = dict[str, Any]
Key = TypeVar("Key", bound=Hashable)


def result_of(question: Mapping[str, Any], counts: Counts, threshold: int) -> Told:
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


def parts_told(question: Mapping[str, Any], parts: Mapping[Key, Counts], threshold: int) -> dict[Key, Told]:
    """What is told of the voices and ages of one institution and half-year: of all that answered, or of none.

    Their whole is told elsewhere: of a small part beside it, the others are not told, else it would be what they leave
    of the whole.
    """
    told = {key: result_of(question, counts, threshold) for key, counts in parts.items()}
    answered = [told[key] for key, counts in parts.items() if sum(counts.values())]
    if len(answered) < 2:
        return told
    if any(one["withheld"] for one in answered):
        return dict.fromkeys(parts, result_of(question, {}, threshold))
    unclear = any(_is_unclear(one) for one in answered)
    return {key: {**one, "choices": None} if unclear else one for key, one in told.items()}


def whole_told(question: Mapping[str, Any], institutions: Collection[Counts], threshold: int) -> Told:
    """What is told of the answers at several institutions. Each may be told of by itself: so those that are not, must
    not be few together, for they are what the others leave of the whole."""
    answered = [counts for counts in institutions if sum(counts.values())]
    told = result_of(question, _sum(answered), threshold)
    few = [counts for counts in answered if result_of(question, counts, threshold)["withheld"]]
    if few and result_of(question, _sum(few), threshold)["withheld"]:
        return result_of(question, {}, threshold)
    hidden = [counts for counts in answered if _is_unclear(result_of(question, counts, threshold)) or counts in few]
    if len(hidden) < len(answered) and hidden and _is_unclear(result_of(question, _sum(hidden), threshold)):
        told = {**told, "choices": None}
    return told


def _is_unclear(told: Told) -> bool:
    return told["choices"] is not None and any(one["people"] is None for one in told["choices"])


def _sum(several: Collection[Counts]) -> Counts:
    found = Counter[str]()
    for counts in several:
        found.update(counts)
    return found
