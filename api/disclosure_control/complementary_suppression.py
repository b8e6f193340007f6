"""Which parts of a whole are not shown, so that no group of fewer persons than a threshold can be found."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def suppressed_parts(
    parts: Mapping[Key, int],
    whole: int | None,
    threshold: int,
    *,
    hidden: Collection[Key] = (),
    whole_hidden: bool = False,
) -> set[Key]:
    """The parts to withhold of one whole: the small ones, and as many of the smallest others as it takes.

    `parts` are disjoint groups with how many persons each rests on; `whole` how many there are in all, where that is
    told or can be added up elsewhere, else None: then the parts are taken for all there is. `hidden` are parts that
    are withheld for another reason already. With `whole_hidden` the whole is withheld, and must not be found by
    adding up.

    Who knows the whole subtracts what is shown and is left with a remainder: the withheld parts and whoever is in no
    part. It may not be a single withheld part, nor a group under the threshold.
    """
    withheld = {part for part, n in parts.items() if n < threshold} | {part for part in parts if part in hidden}
    known = sum(parts.values())
    nowhere = max(0, (known if whole is None else whole) - known)
    others = sorted((part for part in parts if part not in withheld), key=lambda part: parts[part], reverse=True)
    while others and not _is_safe([parts[part] for part in withheld], nowhere, threshold, whole_hidden):
        withheld.add(others.pop())
    return withheld


def _is_safe(withheld: list[int], nowhere: int, threshold: int, whole_hidden: bool) -> bool:
    if not withheld and not nowhere:
        return not whole_hidden
    if whole_hidden:
        return True
    return sum(withheld) + nowhere >= threshold and (len(withheld) != 1 or nowhere > 0)
