"""Suppression in frequency tables of one variable, for disjoint groups of respondents and for their union.

The threshold rule applies to the number of respondents and to each category; complementary suppression protects a
suppressed group from being the difference between its union and the other released groups (Hundepool et al.,
"Statistical Disclosure Control", Wiley 2012, chapter 5; Cox, "Suppression Methodology and Statistical Disclosure
Control", Journal of the American Statistical Association 75, 1980).
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from api.disclosure_control.complementary_suppression import suppressed_parts

Frequencies = Mapping[str, int]
"""How many respondents gave each value."""
Part: TypeAlias = "Frequencies | Sequence[Part]"
"""A group of respondents; or the parts that it is the union of, each of which is released by itself to somebody."""
Key = TypeVar("Key", bound=Hashable)


class Variable(NamedTuple):
    """What is released of a variable: the mean if it is numeric, the frequencies of its categories if it has any."""

    is_numeric: bool = False
    categories: Sequence[str] | None = None


class ReleasedTable(NamedTuple):
    """What is released of a group: the number of respondents, the mean, and the frequencies of the categories.

    None where it is suppressed or does not apply; `is_suppressed` where nothing of the group is released.
    """

    total: int | None
    mean: float | None
    frequencies: Mapping[str, int | None] | None
    is_suppressed: bool

    @property
    def has_suppressed_category(self) -> bool:
        """Whether frequencies are released, but not those of all categories."""
        return self.frequencies is not None and None in self.frequencies.values()


def release_table(variable: Variable, frequencies: Frequencies, threshold: int) -> ReleasedTable:
    """Apply the threshold rule to one group, and complementary suppression among its categories.

    A category without respondents is as sensitive as a small one: it says that everybody gave another value.
    """
    total = sum(frequencies.values())
    if total < threshold:
        return ReleasedTable(None, None, None, True)
    mean, released = None, None
    if variable.is_numeric:
        mean = round(sum(int(value) * count for value, count in frequencies.items()) / total, 2)
    if variable.categories is not None:
        parts = {category: frequencies.get(category, 0) for category in variable.categories}
        suppressed = suppressed_parts(parts, total, threshold)
        released = {category: None if category in suppressed else count for category, count in parts.items()}
    return ReleasedTable(total, mean, released, False)


def release_parts(variable: Variable, parts: Mapping[Key, Frequencies], threshold: int) -> dict[Key, ReleasedTable]:
    """Release disjoint groups whose union is released elsewhere: all that have respondents, or none.

    If a group is suppressed, so are all others: otherwise it would be the difference between the union and them.
    """
    tables = {key: release_table(variable, frequencies, threshold) for key, frequencies in parts.items()}
    non_empty = [tables[key] for key, frequencies in parts.items() if sum(frequencies.values())]
    if len(non_empty) < 2:
        return tables
    if any(table.is_suppressed for table in non_empty):
        return dict.fromkeys(parts, release_table(variable, {}, threshold))
    if any(table.has_suppressed_category for table in non_empty):
        return {key: table._replace(frequencies=None) for key, table in tables.items()}
    return tables


class _Assessment(NamedTuple):
    """What is released of a part, all its frequencies, those of suppressed sub-parts, and those of sub-parts that are
    released without categories."""

    released: ReleasedTable
    frequencies: Frequencies
    suppressed: Frequencies
    without_categories: Frequencies


def release_union(variable: Variable, parts: Sequence[Part], threshold: int) -> ReleasedTable:
    """Release the union of groups, some of which are also released by themselves.

    The suppressed groups together must not be small, since they are the difference between the union and the released
    groups. A released part is subtracted as one; of a suppressed part, its own released parts are.
    """
    return _assess(variable, parts, threshold).released


def _assess(variable: Variable, part: Part, threshold: int) -> _Assessment:
    if isinstance(part, Mapping):
        released = release_table(variable, part, threshold)
        suppressed = part if released.is_suppressed else {}
        has_gap = released.is_suppressed or released.has_suppressed_category
        return _Assessment(released, part, suppressed, part if has_gap else {})
    assessments = [_assess(variable, sub_part, threshold) for sub_part in part]
    frequencies = _sum([assessment.frequencies for assessment in assessments])
    suppressed = _sum([assessment.suppressed for assessment in assessments])
    without_categories = _sum([assessment.without_categories for assessment in assessments])
    released = release_table(variable, frequencies, threshold)
    if suppressed and release_table(variable, suppressed, threshold).is_suppressed:
        released = release_table(variable, {}, threshold)
    if (
        0 < sum(without_categories.values()) < sum(frequencies.values())
        and release_table(variable, without_categories, threshold).has_suppressed_category
    ):
        released = released._replace(frequencies=None)
    is_complete = released.frequencies is not None and not released.has_suppressed_category
    return _Assessment(
        released,
        frequencies,
        suppressed if released.is_suppressed else {},
        {} if is_complete else without_categories,
    )


def _sum(tables: Sequence[Frequencies]) -> Frequencies:
    sums: dict[str, int] = {}
    for frequencies in tables:
        for value, count in frequencies.items():
            sums[value] = sums.get(value, 0) + count
    return {value: count for value, count in sums.items() if count}
