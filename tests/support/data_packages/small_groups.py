"""Helpers shared by tests."""

import os
from collections.abc import Iterable
from fractions import Fraction
from uuid import UUID

THRESHOLD = 5
SCHOOL, BRANCH, SFO, HOUSE = (UUID(int=number) for number in (1, 2, 3, 4))
EXAMPLES = int(os.environ.get("SAMMEN_EXAMPLES", "1000"))
"""The same ones at each run; for a longer search, name more."""
Vector = dict[str, Fraction]


def _reduced(vector: Vector, basis: list[tuple[str, Vector]]) -> Vector:
    left = dict(vector)
    for pivot, row in basis:
        if factor := left.get(pivot, Fraction(0)):
            for name, value in row.items():
                left[name] = left.get(name, Fraction(0)) - factor * value
    return {name: value for name, value in left.items() if value}


def _basis(vectors: Iterable[Vector]) -> list[tuple[str, Vector]]:
    basis: list[tuple[str, Vector]] = []
    for vector in vectors:
        left = _reduced(vector, basis)
        if left:
            pivot = min(left)
            basis.append((pivot, {name: value / left[pivot] for name, value in left.items()}))
    return basis
