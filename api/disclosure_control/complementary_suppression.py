"""Complementary (secondary) suppression within one total, so that no small group is found by subtraction.

Primary suppression follows the threshold rule: a cell with fewer contributors than a minimum is sensitive (Hundepool
et al., "Statistical Disclosure Control", Wiley 2012, chapter 5). Suppressing a sensitive cell alone does not protect
it, since the total less the released cells gives it away; further cells have to be suppressed with it (Cox,
"Suppression Methodology and Statistical Disclosure Control", Journal of the American Statistical Association 75, 1980).
The smallest cells are chosen first: a heuristic, not the optimum that integer programming would find.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def suppressed_parts(
    parts: Mapping[Key, int],
    total: int | None,
    threshold: int,
    *,
    suppressed: Collection[Key] = (),
    total_suppressed: bool = False,
) -> set[Key]:
    """Return the parts of one total to suppress: the sensitive ones, and as many of the smallest others as needed.

    `parts` maps disjoint groups to their number of contributors. `total` is the number in all where it is released or
    can be computed elsewhere; None where the parts are all there is. `suppressed` are parts that are suppressed for
    another reason. With `total_suppressed` the total is suppressed too, and must not be computable from its parts.

    An attacker who knows the total subtracts the released parts. The difference is the suppressed parts together with
    the contributors in no part; it may not be a single suppressed part, nor fewer contributors than the threshold.
    """
    chosen = {part for part, count in parts.items() if count < threshold or part in suppressed}
    classified = sum(parts.values())
    unclassified = max(0, (classified if total is None else total) - classified)
    candidates = sorted((part for part in parts if part not in chosen), key=lambda part: parts[part], reverse=True)
    while candidates and not _is_safe([parts[part] for part in chosen], unclassified, threshold, total_suppressed):
        chosen.add(candidates.pop())
    return chosen


def _is_safe(suppressed_counts: list[int], unclassified: int, threshold: int, total_suppressed: bool) -> bool:
    if not suppressed_counts and not unclassified:
        return not total_suppressed
    if total_suppressed:
        return True
    difference = sum(suppressed_counts) + unclassified
    return difference >= threshold and (len(suppressed_counts) != 1 or unclassified > 0)
