"""The decided policy, read from tables that are not the code: what each role may do, and what each operation requires.

`policy.csv` is the table of roles and rows, `reach.csv` says for each operation which rows it requires.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from api.access.models import Role
from tests.support.operations import Operation, operations
from tests.support.table_rows import resource_models

POLICY_TABLE, REACH_TABLE = (Path(__file__).with_name(name) for name in ("policy.csv", "reach.csv"))


def read(table: Path) -> list[dict[str, str]]:
    """Return the lines of a table, without its comments."""
    lines = [line for line in table.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


ROWS = {line["row"]: {str(role): line[role] for role in Role} for line in read(POLICY_TABLE) if line["row"]}
"""The letters of the actions that each role may take, by row of the policy."""


class Requirement(NamedTuple):
    """What an operation requires: the columns of `reach.csv`."""

    about: str
    seen: tuple[str, ...]
    rows: tuple[str, ...]
    action: str
    only: frozenset[str]
    other: tuple[str, ...]


REQUIREMENTS = {
    line["operation"]: Requirement(
        line["about"],
        tuple(line["seen"].split()),
        tuple(line["row"].split()),
        line["action"],
        frozenset(line["only"].split()),
        tuple(line["other"].split()),
    )
    for line in read(REACH_TABLE)
}
SIGNED_IN = {operation.name: operation for operation in operations() if operation.signed_in}
"""The operations that need a token, by name."""
# The units above the tested places, written here independently of the service's own tree.
ABOVE = {
    "birk": {"municipality", "north", "birk"},
    "birk_sfo": {"municipality", "north", "birk", "birk_sfo"},
    "north": {"municipality", "north"},
}
# A role at a department reads resources of its institution, but none that belong to follow-ups.
NOT_FROM_A_DEPARTMENT = frozenset(
    {"follow_ups", "follow_up_notes", "follow_up_remarks", "heightened_supervision", "supervision"}
)
# A machine has no password, takes part in nothing and has no personal data, and gives nobody a role.
NO_MACHINES = frozenset({"change_my_password", "make_calendar_address", "create_grant", "read_my_data"})


def resource_of(operation: Operation) -> str:
    return operation.path.split("/")[2]


@cache
def is_municipal(name: str) -> bool:
    """Return whether the resources of an operation belong to the whole municipality and not to a unit."""
    model = resource_models().get(resource_of(SIGNED_IN[name]))
    return model is not None and model.unit_field is None


def holds(role: str, row: str, action: str) -> bool:
    """Return whether the policy gives a role this action in a row, wherever the role is held."""
    return row == "own" or (bool(role) and bool(set(action) & set(ROWS[row][role])))


def _reaches(
    requirement: Requirement, role: str, place: str, row: str, action: str, *, municipal: bool, at: str
) -> bool:
    """Return whether a role held at a place may take an action on the resource `at` a unit, or create one there."""
    if row == "own" or not holds(role, row, action):
        return row == "own"
    if requirement.about in ("list", "own"):
        return True
    if municipal and row != "directory":
        return action == "r" or place == "municipality"
    if place == "birk_sfo" and at == "birk":
        reads_institution = holds(role, row, "r") and row not in NOT_FROM_A_DEPARTMENT
        return requirement.about == "" and "r" in action and reads_institution
    return place in ABOVE["north" if requirement.about == "north" else at]


@cache
def sees(name: str, role: str, place: str, at: str) -> bool:
    """Return whether a role held at a place sees the resource that the operation names."""
    requirement, municipal = REQUIREMENTS[name], is_municipal(name)
    return requirement.about != "unseen" and any(
        _reaches(requirement, role, place, row, "r", municipal=municipal, at=at) for row in requirement.seen
    )


def may(name: str, role: str, place: str, at: str) -> bool:
    """Return whether a role held at a place may call the operation."""
    requirement = REQUIREMENTS[name]
    municipal = requirement.about == "municipality" or (requirement.about == "" and is_municipal(name))
    return role in (requirement.only or {role}) and any(
        _reaches(requirement, role, place, row, requirement.action, municipal=municipal, at=at)
        for row in requirement.rows
    )


@cache
def refusal_statuses(name: str, role: str, place: str, at: str = "birk") -> set[int] | None:
    """Return the statuses with which the operation must refuse a role held at a place, or None if it must not.

    The resource belongs to Birkeskolen, or to its department if `at` says so.
    """
    requirement = REQUIREMENTS[name]
    allowed_somewhere = any(holds(role, row, requirement.action) for row in requirement.rows)
    if "{id}" not in SIGNED_IN[name].path:
        # A reference in a body that is out of reach is refused like one to nothing: 422.
        return None if may(name, role, place, at) else {403, 422} if allowed_somewhere else {403}
    if not sees(name, role, place, at):
        # A role that the policy allows this nowhere may get a 403 for any id: it reveals nothing of the resource.
        sees_somewhere = any(holds(role, row, "r") for row in requirement.seen)
        return {404} if sees_somewhere and allowed_somewhere else {403, 404}
    return None if may(name, role, place, at) else {403}
