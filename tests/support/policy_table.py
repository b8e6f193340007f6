"""The policy as it was decided, read from tables of its own: which role may do what, what each operation is about."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from api.access.models import Role
from tests.support.import_rows import things
from tests.support.operations import Operation, operations

# Written by hand from the decided policy, never from the code.
POLICY_TABLE, REACH_TABLE = (Path(__file__).with_name(name) for name in ("policy.csv", "reach.csv"))


def read(table: Path) -> list[dict[str, str]]:
    lines = [line for line in table.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


BUILT = {line["row"]: {str(role): line[role] for role in Role} for line in read(POLICY_TABLE) if line["row"]}


class Decided(NamedTuple):
    """What was decided about an operation."""

    about: str
    seen: tuple[str, ...]
    rows: tuple[str, ...]
    action: str
    only: frozenset[str]
    other: tuple[str, ...]


LINES = {
    one["operation"]: Decided(
        one["about"],
        tuple(one["seen"].split()),
        tuple(one["row"].split()),
        one["action"],
        frozenset(one["only"].split()),
        tuple(one["other"].split()),
    )
    for one in read(REACH_TABLE)
}
SIGNED_IN = {operation.name: operation for operation in operations() if operation.signed_in}
# The tree, said once more and apart from the service's own: what lies above a school, its department, their district.
ABOVE = {
    "birk": {"municipality", "north", "birk"},
    "birk_sfo": {"municipality", "north", "birk", "birk_sfo"},
    "north": {"municipality", "north"},
}
# Whatever belongs to follow-ups is not opened at the institution by a role at its department.
NOT_FROM_A_DEPARTMENT = frozenset(
    {"follow_ups", "follow_up_notes", "follow_up_remarks", "heightened_supervision", "supervision"}
)
# Who has no password, takes part in nothing and is nobody of whom anything is held; and nobody is let in by one.
NO_MACHINES = frozenset({"change_my_password", "make_calendar_address", "create_grant", "read_my_data"})


def resource_of(operation: Operation) -> str:
    return operation.path.split("/")[2]


@cache
def of_all(name: str) -> bool:
    """Whether the things of an operation belong to the whole municipality and not to a unit."""
    kind = things().get(resource_of(SIGNED_IN[name]))
    return kind is not None and kind.unit_field is None


def holds(role: str, row: str, action: str) -> bool:
    return row == "own" or (bool(role) and bool(set(action) & set(BUILT[row][role])))


def reaches(line: Decided, role: str, place: str, row: str, action: str, *, whole: bool, at: str) -> bool:
    """Whether a role held there may do this with the thing that is `at` a unit, or with one that is made there."""
    if row == "own" or not holds(role, row, action):
        return row == "own"
    if line.about in ("list", "own"):
        return True
    if whole and row != "directory":
        return action == "r" or place == "municipality"
    if place == "birk_sfo" and at == "birk":
        upward = holds(role, row, "r") and row not in NOT_FROM_A_DEPARTMENT
        return line.about == "" and "r" in action and upward
    return place in ABOVE["north" if line.about == "north" else at]


@cache
def sees(name: str, role: str, place: str, at: str) -> bool:
    """Whether the thing that the operation names can be seen from there."""
    line, whole = LINES[name], of_all(name)
    return line.about != "nobody" and any(reaches(line, role, place, row, "r", whole=whole, at=at) for row in line.seen)


def may(name: str, role: str, place: str, at: str) -> bool:
    """Whether the operation is open to a role held there."""
    line = LINES[name]
    whole = line.about == "whole" or (line.about == "" and of_all(name))
    return role in (line.only or {role}) and any(
        reaches(line, role, place, row, line.action, whole=whole, at=at) for row in line.rows
    )


@cache
def closed(name: str, role: str, place: str, at: str = "birk") -> set[int] | None:
    """The statuses that close the door to a role held there, for what is at Birkeskolen or, if that is said, at its
    department; None where it is open."""
    line = LINES[name]
    anywhere = any(holds(role, row, line.action) for row in line.rows)
    if "{id}" not in SIGNED_IN[name].path:
        # What a body refers to is as unknown out of reach as if there were nothing.
        return None if may(name, role, place, at) else {403, 422} if anywhere else {403}
    if not sees(name, role, place, at):
        # Whom the policy gives no such right anywhere may be told so, whichever id they ask for.
        might = any(holds(role, row, "r") for row in line.seen) and anywhere
        return {404} if might else {403, 404}
    return None if may(name, role, place, at) else {403}
