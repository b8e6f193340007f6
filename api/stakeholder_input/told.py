"""What is told of the answers to a question: of each part and of the whole, so that neither gives few people away."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from api.core.small_groups import withheld_parts
from api.stakeholder_input.models import QuestionType

Counts = Mapping[str, int]
Part: TypeAlias = "Counts | Sequence[Part]"
"""An institution's answers; or a district's, an institution's with departments: those of its parts."""
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


def whole_told(question: Mapping[str, Any], parts: Collection[Part], threshold: int) -> Told:
    """What is told of the answers at several institutions, or of districts of them.

    Each part may be told of by itself to somebody: so what nobody is told of must not be few together, for it is what
    the others leave of the whole. A part that is told of can be taken off as one; of another, its own parts are.
    """
    whole = _all(parts)
    told = result_of(question, whole, threshold)
    few = _sum([_rest(question, part, threshold) for part in parts])
    if sum(few.values()) and result_of(question, few, threshold)["withheld"]:
        return result_of(question, {}, threshold)
    hidden = _sum([_unclear(question, part, threshold) for part in parts])
    if 0 < sum(hidden.values()) < sum(whole.values()) and _is_unclear(result_of(question, hidden, threshold)):
        told = {**told, "choices": None}
    return told


def _rest(question: Mapping[str, Any], part: Part, threshold: int) -> Counts:
    """What of a part nobody is told of."""
    if isinstance(part, Mapping):
        return part if result_of(question, part, threshold)["withheld"] else {}
    told = whole_told(question, part, threshold)
    return _sum([_rest(question, one, threshold) for one in part]) if told["withheld"] else {}


def _unclear(question: Mapping[str, Any], part: Part, threshold: int) -> Counts:
    """What of a part nobody is told the choices of."""
    if isinstance(part, Mapping):
        told = result_of(question, part, threshold)
        return part if told["withheld"] or _is_unclear(told) else {}
    told = whole_told(question, part, threshold)
    clear = told["choices"] is not None and not _is_unclear(told)
    return {} if clear else _sum([_unclear(question, one, threshold) for one in part])


def _all(parts: Collection[Part]) -> Counts:
    return _sum([part if isinstance(part, Mapping) else _all(part) for part in parts])


def _is_unclear(told: Told) -> bool:
    return told["choices"] is not None and any(one["people"] is None for one in told["choices"])


def _sum(several: Collection[Counts]) -> Counts:
    found = Counter[str]()
    for counts in several:
        found.update(counts)
    return found
