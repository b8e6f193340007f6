"""Exact linear algebra over fractions: what an attacker derives from linear equations."""

import os
from collections.abc import Iterable
from fractions import Fraction
from uuid import UUID

THRESHOLD = 5
SCHOOL, BRANCH, SFO, HOUSE = (UUID(int=number) for number in (1, 2, 3, 4))
"""A school and three departments."""
EXAMPLES = int(os.environ.get("SAMMEN_EXAMPLES", "1000"))
"""How many data sets to try, the same ones in each run; set the variable for a longer search."""
Vector = dict[str, Fraction]
"""Coefficients by the name of an unknown; zeros are left out."""
Basis = list[tuple[str, Vector]]
"""Equations in echelon form, each with its pivot."""


def reduce(vector: Vector, basis: Basis) -> Vector:
    """Subtract the equations of the basis; what is known reduces to nothing."""
    remainder = dict(vector)
    for pivot, row in basis:
        if factor := remainder.get(pivot, Fraction(0)):
            for name, value in row.items():
                remainder[name] = remainder.get(name, Fraction(0)) - factor * value
    return {name: value for name, value in remainder.items() if value}


def basis_of(vectors: Iterable[Vector]) -> Basis:
    """Bring the known quantities into echelon form."""
    basis: Basis = []
    for vector in vectors:
        remainder = reduce(vector, basis)
        if remainder:
            pivot = min(remainder)
            basis.append((pivot, {name: value / remainder[pivot] for name, value in remainder.items()}))
    return basis
