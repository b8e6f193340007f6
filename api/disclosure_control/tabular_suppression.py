"""What is told of the answers to a question: of each part and of the whole, so that neither gives few people away."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from api.disclosure_control.complementary_suppression import suppressed_parts

Counts = Mapping[str, int]
Part: TypeAlias = "Counts | Sequence[Part]"
"""An institution's answers; or a district's, an institution's with departments: those of its parts."""
Result = dict[str, Any]
Key = TypeVar("Key", bound=Hashable)


def result_of(question: Mapping[str, Any], counts: Counts, threshold: int) -> Result:
    """How many answered a question, and the mean of smileys or how many chose what; too few are not told of."""
    people = sum(counts.values())
    withheld = people < threshold
    mean, choices = None, None
    if question["type"] == "smiley" and not withheld:
        mean = round(sum(int(value) * n for value, n in counts.items()) / people, 2)
    if question["type"] == "choice" and not withheld:
        parts = {choice: counts.get(choice, 0) for choice in question["choices"]}
        # None at all is as telling as a few: all the others did.
        hidden = suppressed_parts(parts, people, threshold)
        choices = [{"choice": one, "people": None if one in hidden else n} for one, n in parts.items()]
    return {"people": None if withheld else people, "mean": mean, "choices": choices, "withheld": withheld}


def results_of_parts(question: Mapping[str, Any], parts: Mapping[Key, Counts], threshold: int) -> dict[Key, Result]:
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


class _Looked(NamedTuple):
    """What is told of a part; all answers in it; those that nobody is told of, and those whose choices nobody is."""

    told: Result
    whole: Counts
    untold: Counts
    unclear: Counts


def result_of_whole(question: Mapping[str, Any], parts: Sequence[Part], threshold: int) -> Result:
    """What is told of the answers at several institutions, or of districts of them.

    Each part may be told of by itself to somebody: so what nobody is told of must not be few together, for it is what
    the others leave of the whole. A part that is told of can be taken off as one; of another, its own parts are.
    """
    return _look(question, parts, threshold).told


def _look(question: Mapping[str, Any], part: Part, threshold: int) -> _Looked:
    if isinstance(part, Mapping):
        told = result_of(question, part, threshold)
        untold = part if told["withheld"] else {}
        return _Looked(told, part, untold, part if told["withheld"] or _is_unclear(told) else {})
    looked = [_look(question, one, threshold) for one in part]
    whole, untold, unclear = (_sum([one[place] for one in looked]) for place in (1, 2, 3))
    told = result_of(question, whole, threshold)
    if untold and result_of(question, untold, threshold)["withheld"]:
        told = result_of(question, {}, threshold)
    if 0 < sum(unclear.values()) < sum(whole.values()) and _is_unclear(result_of(question, unclear, threshold)):
        told = {**told, "choices": None}
    clear = told["choices"] is not None and not _is_unclear(told)
    return _Looked(told, whole, untold if told["withheld"] else {}, {} if clear else unclear)


def _is_unclear(told: Result) -> bool:
    return told["choices"] is not None and any(one["people"] is None for one in told["choices"])


def _sum(several: Sequence[Counts]) -> Counts:
    found: dict[str, int] = {}
    for counts in several:
        for value, people in counts.items():
            found[value] = found.get(value, 0) + people
    return {value: people for value, people in found.items() if people}
