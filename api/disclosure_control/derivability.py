"""What follows from figures that are shown, by adding and subtracting; exactly, as who attacks them would reckon."""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from api.disclosure_control.additive_constraints import Constraint, Figure

_PRIME = 2**61 - 1
"""Reckoned modulo a prime, so that no number grows: as good as exact."""
_FEW = 12
"""Of so many small figures in one line, all are tried together."""
_Key = Figure | Constraint
"""A line as a key stands for those who are in none of its parts."""
_Row = dict[_Key, int]


class DerivableValue(NamedTuple):
    """A group of few that follows from what is shown, and the shown figures that it follows from."""

    group: tuple[_Key, ...]
    shown: tuple[Figure, ...]


def derivable_values(lines: Iterable[Constraint], shown: Collection[Figure], threshold: int) -> list[DerivableValue]:
    """The groups under the threshold that can be found: withheld figures, those in no part, and several together."""
    sound = (line for line in lines if line.rest >= 0)
    unknown = [line for line in sound if line.rest or any(figure not in shown for figure in line.figures())]
    basis: dict[_Key, _Row] = {}
    for line in unknown:
        _take(_equation(line), basis, shown)
    found = []
    for group in dict.fromkeys(group for line in unknown for group in _groups(line, shown, threshold)):
        left = _reduced(dict.fromkeys(group, 1), basis)
        if all(_is_shown(key, shown) for key in left):
            found.append(DerivableValue(group, tuple(key for key in left if isinstance(key, Figure))))
    return found


def _equation(line: Constraint) -> _Row:
    row: _Row = {line.whole: 1}
    for part in line.parts:
        row[part] = _PRIME - 1
    if line.rest:
        row[line] = _PRIME - 1
    return row


def _is_shown(key: _Key, shown: Collection[Figure]) -> bool:
    return isinstance(key, Figure) and key in shown


def _take(row: _Row, basis: dict[_Key, _Row], shown: Collection[Figure]) -> None:
    """Add an equation to the basis, each of whose rows has an unknown of its own; what is shown is carried along."""
    left = _reduced(row, basis)
    pivot = next((key for key in left if not _is_shown(key, shown)), None)
    if pivot is None:
        return
    inverse = pow(left[pivot], -1, _PRIME)
    scaled = {key: value * inverse % _PRIME for key, value in left.items()}
    for other, known in basis.items():
        if factor := known.get(pivot):
            basis[other] = _minus(known, factor, scaled)
    basis[pivot] = scaled


def _reduced(row: _Row, basis: dict[_Key, _Row]) -> _Row:
    left = row
    for key in list(row):
        if key in basis and (factor := left.get(key)):
            left = _minus(left, factor, basis[key])
    return left


def _minus(row: _Row, factor: int, other: _Row) -> _Row:
    left = dict(row)
    for key, value in other.items():
        if rest := (left.get(key, 0) - factor * value) % _PRIME:
            left[key] = rest
        else:
            left.pop(key, None)
    return left


def _groups(line: Constraint, shown: Collection[Figure], threshold: int) -> Iterator[tuple[_Key, ...]]:
    sizes: dict[_Key, int] = {part: part.n for part in line.parts if 0 < part.n < threshold and part not in shown}
    if 0 < line.rest < threshold:
        sizes[line] = line.rest
    few = list(sizes)[:_FEW]
    for size in range(1, len(few) + 1):
        some = [group for group in combinations(few, size) if sum(sizes[one] for one in group) < threshold]
        if not some:
            break
        yield from some
    if 0 < line.whole.n < threshold and line.whole not in shown:
        yield (line.whole,)
