"""Whoever adds and subtracts all that is shown of an indicator and period finds no group under the threshold."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from api.data_packages.withholding import Slot, withheld_slots

THRESHOLD = 5
SCHOOL, BRANCH, SFO = (UUID(int=number) for number in (1, 2, 3))
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


class Attacker:
    """Knows every shown figure, that parts add up to their whole, and where some persons are in no part.

    `truth` is how many there are in wholes that no figure tells.
    """

    def __init__(self, n: Mapping[Slot, int], shown: Iterable[Slot], truth: Mapping[Slot, int]) -> None:
        self.truth = {**truth, **n}
        self.groups: dict[str, tuple[Vector, int]] = {}
        self.equations: list[Vector] = []
        self.n = dict(n)
        self._read()
        self.known = _basis([{str(slot): Fraction(1)} for slot in shown] + self.equations)

    def _equation(self, whole: Slot, parts: list[Slot], nowhere: str) -> None:
        rest = self.truth[whole] - sum(self.truth[part] for part in parts)
        vector = {str(whole): Fraction(1), **{str(part): Fraction(-1) for part in parts}}
        if rest:
            vector[nowhere] = Fraction(-1)
            self.groups[nowhere] = ({nowhere: Fraction(1)}, rest)
        self.equations.append(vector)

    def _read(self) -> None:
        for slot, persons in self.truth.items():
            self.groups[str(slot)] = ({str(slot): Fraction(1)}, persons)
        by: dict[tuple[Slot, str], list[Slot]] = {}
        for slot in self.n:
            if slot.breakdown != "all":
                by.setdefault((Slot(slot.unit_id, "all"), slot.breakdown.split("=")[0]), []).append(slot)
        for slot in self.truth:
            if slot.unit_id != SCHOOL:
                by.setdefault((Slot(SCHOOL, slot.breakdown), "department"), []).append(slot)
        for (whole, dimension), parts in by.items():
            self._equation(whole, parts, f"nowhere in {dimension} of {whole}")
            self._unions(parts, f"the hidden {dimension} of {whole}")

    def _unions(self, parts: list[Slot], name: str) -> None:
        for one in range(len(parts)):
            for other in range(one + 1, len(parts)):
                pair = {str(parts[one]): Fraction(1), str(parts[other]): Fraction(1)}
                self.groups[f"{name} {one} {other}"] = (pair, self.truth[parts[one]] + self.truth[parts[other]])

    def finds(self) -> list[str]:
        """The groups under the threshold that follow from what is known."""
        small = ((name, vector) for name, (vector, persons) in self.groups.items() if 0 < persons < THRESHOLD)
        return [name for name, vector in small if not _reduced(vector, self.known)]


def _parts(unit: UUID, dimension: str, sizes: list[int]) -> dict[Slot, int]:
    return {Slot(unit, f"{dimension}={number}"): persons for number, persons in enumerate(sizes)}


_sizes = st.lists(st.one_of(st.integers(1, 7), st.integers(1, 60)), min_size=1, max_size=5)


class Case(NamedTuple):
    """What is told, and how many there are in truth where nothing is told."""

    n: dict[Slot, int]
    truth: dict[Slot, int]


@st.composite
def one_school(draw: st.DrawFn) -> Case:
    """A school's figures in one to three breakdowns that each fill the whole, or leave some persons out."""
    breakdowns = [draw(_sizes) for _ in range(draw(st.integers(1, 3)))]
    whole = max(sum(sizes) for sizes in breakdowns) + draw(st.sampled_from([0, 0, 2, 30]))
    n: dict[Slot, int] = {}
    for number, sizes in enumerate(breakdowns):
        if draw(st.booleans()) and sum(sizes) < whole:
            sizes.append(whole - sum(sizes))
        n |= _parts(SCHOOL, f"d{number}", sizes)
    if draw(st.booleans()):
        n[Slot(SCHOOL, "all")] = whole
    return Case(n, {Slot(SCHOOL, "all"): whole})


@st.composite
def with_departments(draw: st.DrawFn) -> Case:
    """A school with two departments, each by gender, which fill it or leave some persons out."""
    genders = {unit: [draw(st.integers(1, 30)), draw(st.integers(1, 30))] for unit in (BRANCH, SFO)}
    more = [draw(st.sampled_from([0, 1, 20])) for _ in range(2)]
    genders[SCHOOL] = [genders[BRANCH][i] + genders[SFO][i] + more[i] for i in range(2)]
    truth: dict[Slot, int] = {}
    for unit, sizes in genders.items():
        truth |= {**_parts(unit, "gender", sizes), Slot(unit, "all"): sum(sizes)}
    return Case({slot: persons for slot, persons in truth.items() if draw(st.integers(0, 3))}, truth)


def _attack(case: Case, hidden: set[Slot]) -> list[str]:
    return Attacker(case.n, [slot for slot in case.n if slot not in hidden], case.truth).finds()


@settings(max_examples=1000, deadline=None)
@given(one_school())
def test_no_small_group_of_a_school_is_found(case: Case) -> None:
    assert _attack(case, withheld_slots(case.n, SCHOOL, THRESHOLD)) == []


@settings(max_examples=1000, deadline=None)
@given(with_departments())
def test_no_small_group_of_a_department_is_found(case: Case) -> None:
    assert _attack(case, withheld_slots(case.n, SCHOOL, THRESHOLD)) == []


@settings(max_examples=1000, deadline=None)
@given(one_school(), st.data())
def test_no_small_group_is_found_from_two_revisions(case: Case, data: st.DataObject) -> None:
    """Groups that grew in the second; those that did not are taken for known where the first shows them."""
    first = withheld_slots(case.n, SCHOOL, THRESHOLD)
    grown = {slot: data.draw(st.sampled_from([0, 0, 20])) for slot in case.n if slot.breakdown != "all"}
    n = {slot: persons + grown.get(slot, 0) for slot, persons in case.n.items() if slot.breakdown != "all"}
    if len({slot.breakdown.split("=")[0] for slot in n}) > 1:
        return
    truth = {Slot(SCHOOL, "all"): case.truth[Slot(SCHOOL, "all")] + sum(grown.values())}
    n |= {slot: truth[slot] for slot in case.n if slot.breakdown == "all"}
    second = withheld_slots(n, SCHOOL, THRESHOLD, first)
    same_as_shown = {slot for slot in n if n[slot] == case.n[slot] and slot not in first}
    shown = [slot for slot in n if slot not in second or slot in same_as_shown]
    assert Attacker(n, shown, truth).finds() == []


def test_much_is_shown_where_nothing_is_small() -> None:
    n = {Slot(SCHOOL, "all"): 60, **_parts(SCHOOL, "grade", [20, 20, 20]), **_parts(SCHOOL, "gender", [30, 25])}
    assert withheld_slots(n, SCHOOL, THRESHOLD) == set()


def test_the_whole_stays_where_those_in_no_part_hide_the_small_one() -> None:
    n = {Slot(SCHOOL, "all"): 60, **_parts(SCHOOL, "language", [3])}
    assert withheld_slots(n, SCHOOL, THRESHOLD) == set(_parts(SCHOOL, "language", [3]))


def test_the_attacker_catches_a_planted_leak() -> None:
    """Only the small group is withheld, and nothing with it."""
    n = {Slot(SCHOOL, "all"): 60, **_parts(SCHOOL, "gender", [57, 3])}
    small = {slot for slot, persons in n.items() if persons < THRESHOLD}
    assert _attack(Case(n, {}), small) == [str(Slot(SCHOOL, "gender=1"))]
    assert _attack(Case(n, {}), withheld_slots(n, SCHOOL, THRESHOLD)) == []


def test_the_attacker_catches_a_whole_that_another_breakdown_adds_up_to() -> None:
    n = {**_parts(SCHOOL, "gender", [57, 3]), **_parts(SCHOOL, "grade", [30, 30]), Slot(SCHOOL, "all"): 60}
    assert _attack(Case(n, {}), {Slot(SCHOOL, "gender=1"), Slot(SCHOOL, "all")}) == [str(Slot(SCHOOL, "gender=1"))]


def test_the_attacker_catches_two_small_groups_that_are_one_together() -> None:
    n = {Slot(SCHOOL, "all"): 33, **_parts(SCHOOL, "grade", [30, 2, 1])}
    small = {slot for slot, persons in n.items() if persons < THRESHOLD}
    assert len(_attack(Case(n, {}), small)) == 1
