"""Linear derivability: which suppressed groups follow from released cells by adding and subtracting.

This is the attacker's linear system, solved as an attacker would solve it: the additive constraints are brought into
reduced row echelon form over the unknown counts, with the released cells carried along as known quantities. A group is
disclosed if its sum reduces to released cells alone. The method is that of query auditing: Chin and Ozsoyoglu,
"Auditing and Inference Control in Statistical Databases", IEEE Transactions on Software Engineering SE-8 (1982). That
checking the size of each group by itself does not protect small groups is shown by Denning, Denning and Schwartz, "The
Tracker: A Threat to Statistical Database Security", ACM Transactions on Database Systems 4 (1979).
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from api.disclosure_control.additive_constraints import Constraint
from api.disclosure_control.cells import CellCount

_PRIME = 2**61 - 1
"""Coefficients are computed modulo a prime, so that none grows; the rank is the exact one but for a rare accident."""
_MAX_COMBINED = 12
"""At most so many sensitive terms of one constraint are tried together."""
_Variable = CellCount | Constraint
"""As a variable, a constraint represents its remainder."""
_Equation = dict[_Variable, int]
"""Coefficients modulo the prime; the right-hand side is 0."""


class DerivableValue(NamedTuple):
    """A group under the threshold that is linearly derivable, and the released cells that it is derived from."""

    group: tuple[_Variable, ...]
    released: tuple[CellCount, ...]


def derivable_values(
    constraints: Iterable[Constraint], released: Collection[CellCount], threshold: int
) -> list[DerivableValue]:
    """Return the disclosed groups under the threshold: suppressed cells, remainders, and several of them together."""
    consistent = (constraint for constraint in constraints if constraint.remainder >= 0)
    unsolved = [
        constraint
        for constraint in consistent
        if constraint.remainder or any(term not in released for term in constraint.terms())
    ]
    basis: dict[_Variable, _Equation] = {}
    for constraint in unsolved:
        _add_to_basis(_equation(constraint), basis, released)
    groups = dict.fromkeys(
        group for constraint in unsolved for group in _sensitive_groups(constraint, released, threshold)
    )
    derivable = []
    for group in groups:
        reduced = _reduce(dict.fromkeys(group, 1), basis)
        if all(_is_released(variable, released) for variable in reduced):
            sources = tuple(variable for variable in reduced if isinstance(variable, CellCount))
            derivable.append(DerivableValue(group, sources))
    return derivable


def _equation(constraint: Constraint) -> _Equation:
    equation: _Equation = {constraint.total: 1}
    for part in constraint.parts:
        equation[part] = _PRIME - 1
    if constraint.remainder:
        equation[constraint] = _PRIME - 1
    return equation


def _is_released(variable: _Variable, released: Collection[CellCount]) -> bool:
    return isinstance(variable, CellCount) and variable in released


def _add_to_basis(equation: _Equation, basis: dict[_Variable, _Equation], released: Collection[CellCount]) -> None:
    """Add an equation to the reduced basis, whose equations each have a pivot: an unknown that no other one has."""
    reduced = _reduce(equation, basis)
    pivot = next((variable for variable in reduced if not _is_released(variable, released)), None)
    if pivot is None:
        return
    inverse = pow(reduced[pivot], -1, _PRIME)
    scaled = {variable: coefficient * inverse % _PRIME for variable, coefficient in reduced.items()}
    for other_pivot, other in basis.items():
        if factor := other.get(pivot):
            basis[other_pivot] = _subtract(other, factor, scaled)
    basis[pivot] = scaled


def _reduce(equation: _Equation, basis: dict[_Variable, _Equation]) -> _Equation:
    """Eliminate the pivots of the basis from an equation."""
    reduced = equation
    for variable in list(equation):
        if variable in basis and (factor := reduced.get(variable)):
            reduced = _subtract(reduced, factor, basis[variable])
    return reduced


def _subtract(equation: _Equation, factor: int, other: _Equation) -> _Equation:
    difference = dict(equation)
    for variable, coefficient in other.items():
        if remaining := (difference.get(variable, 0) - factor * coefficient) % _PRIME:
            difference[variable] = remaining
        else:
            difference.pop(variable, None)
    return difference


def _sensitive_groups(
    constraint: Constraint, released: Collection[CellCount], threshold: int
) -> Iterator[tuple[_Variable, ...]]:
    """Generate the groups under the threshold among the terms of a constraint that are not released."""
    counts: dict[_Variable, int] = {
        part: part.contributors
        for part in constraint.parts
        if 0 < part.contributors < threshold and part not in released
    }
    if 0 < constraint.remainder < threshold:
        counts[constraint] = constraint.remainder
    combined = list(counts)[:_MAX_COMBINED]
    for size in range(1, len(combined) + 1):
        groups = [
            group for group in combinations(combined, size) if sum(counts[variable] for variable in group) < threshold
        ]
        if not groups:
            break
        yield from groups
    if 0 < constraint.total.contributors < threshold and constraint.total not in released:
        yield (constraint.total,)
