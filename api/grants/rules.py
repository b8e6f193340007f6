"""Who may give which role where."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.access.caller import Caller
from api.access.models import Body, Grant, Role, UnitKind
from api.core.problems import WRONG_STATE, Fault, LocalizedText, problem_type
from api.grants.schemas import GrantCreate
from api.http.validation_errors import join_alternatives, join_text
from api.people.rules import _fault

TO_ONESELF = problem_type(
    "grant-to-oneself",
    403,
    ("Nobody gives themselves a role", "Ingen giver sig selv en rolle"),
    ("Ask somebody else who may give it.", "Bed en anden, der må give den."),
)
OUT_OF_REACH = problem_type(
    "grant-out-of-reach",
    422,
    ("The role would reach further than yours", "Rollen ville række længere end din egen"),
    (
        "Name a unit within the reach of the role that lets you give this one.",
        "Angiv en enhed inden for rækkevidden af den rolle, der lader dig give denne.",
    ),
)
NOT_YOURS = problem_type(
    "role-not-yours-to-give",
    403,
    ("Your roles do not let you give or end this one", "Dine roller lader dig ikke give eller afslutte denne rolle"),
    ("Ask the administration, or a system administrator.", "Bed forvaltningen eller en systemadministrator."),
)
NOT_HELD_THERE = problem_type(
    "role-not-held-there",
    422,
    ("The role is not held at a unit of that kind", "Rollen haves ikke ved en enhed af den slags"),
    ("Give it at the kind of unit that the role belongs to.", "Giv den ved den slags enhed, som rollen hører til."),
)
NOT_FOR_MACHINES = problem_type(
    "role-not-for-machines",
    422,
    ("A machine does not hold this role", "En maskine har ikke denne rolle"),
    (
        "Give it to a person, or give the machine a role that machines hold.",
        "Giv den til en person, eller giv maskinen en rolle, som maskiner har.",
    ),
)
FROM_SIGN_IN = problem_type(
    "grant-from-sign-in",
    409,
    ("The role comes from the municipality's own sign-in", "Rollen kommer fra kommunens eget login"),
    (
        "Take it away there; to keep somebody out at once, let them be active no more.",
        "Fjern den dér; gør personen inaktiv for at holde vedkommende ude med det samme.",
    ),
)

_MUNICIPALITY = frozenset({UnitKind.municipality})
_INSIDE = frozenset({UnitKind.institution, UnitKind.department})
HELD_AT: Mapping[Role, frozenset[UnitKind]] = {
    Role.council_member: _MUNICIPALITY,
    Role.administration: frozenset({UnitKind.municipality, UnitKind.district}),
    Role.chief: frozenset({UnitKind.district}),
    Role.leader: _INSIDE,
    Role.staff: _INSIDE,
    Role.board_member: _INSIDE,
    Role.network_member: _MUNICIPALITY,
    Role.data_supplier: _MUNICIPALITY,
    Role.auditor: _MUNICIPALITY,
    Role.admin: _MUNICIPALITY,
}
ROLES_GIVEN_BY: Mapping[Role, frozenset[Role]] = {
    Role.admin: frozenset(Role),
    Role.administration: frozenset(Role) - {Role.admin, Role.auditor},
    Role.chief: frozenset({Role.leader}),
    Role.leader: frozenset({Role.staff, Role.board_member}),
}

MACHINES: frozenset[Role] = frozenset(
    {Role.data_supplier, Role.administration, Role.auditor, Role.council_member, Role.network_member}
)
"""The roles that a machine holds: none that leads or works in an institution or sits on its boards, and hears children
and colleagues by that; and not `admin`, which gives roles to people."""
_HELD_BY_MACHINES = join_text(
    LocalizedText("A machine does not hold this role. It can hold", "En maskine har ikke denne rolle. Den kan have"),
    join_alternatives([f"`{role}`" for role in Role if role in MACHINES]),
)
MACHINES_READ_BY: frozenset[Role] = frozenset({Role.administration})
"""Those of them that read dialogues: given to a machine by who reads them, and so not by an admin alone."""


class Place(NamedTuple):
    """A unit as the rules need it: its kind, and the units that it lies in today, itself among them."""

    kind: UnitKind
    within: frozenset[UUID]


def check_giver(
    caller: Caller, holder_id: UUID | None, role: Role, unit_id: UUID, place: Place | None, *, to_machine: bool = False
) -> list[Fault]:
    """Whether a caller may give a role at a unit, or decide when it ends; a unit that is not there is out of reach.

    A machine gives no roles. What opens dialogues to a machine is given by who may read them there.
    """
    givers = [held for held in caller.grants if role in ROLES_GIVEN_BY.get(held.role, ()) and caller.holder == "person"]
    if to_machine and role in MACHINES_READ_BY:
        givers = [held for held in givers if held.role is not Role.admin]
    faults = [Fault(TO_ONESELF, pointer="/person_id")] if holder_id == caller.id else []
    if givers and not any(held.unit_id in (place.within if place else ()) for held in givers):
        faults.append(Fault(OUT_OF_REACH, pointer="/unit_id"))
    if not givers:
        faults.append(Fault(NOT_YOURS, pointer="/role"))
    return faults


def check_grant(wanted: GrantCreate, place: Place | None) -> list[Fault]:
    """Whether a grant makes sense in itself: who holds the role, at which kind of unit, network and body, its days."""
    faults = []
    if wanted.client_id is not None and wanted.role not in MACHINES:
        faults.append(Fault(NOT_FOR_MACHINES, pointer="/role", detail=_HELD_BY_MACHINES))
    if place is None:
        faults.append(Fault(OUT_OF_REACH, pointer="/unit_id"))
    elif place.kind not in (_MUNICIPALITY if wanted.body == Body.youth_council else HELD_AT[Role(wanted.role)]):
        faults.append(Fault(NOT_HELD_THERE, pointer="/unit_id"))
    for name, role in (("network", Role.network_member), ("body", Role.board_member)):
        given, needed = getattr(wanted, name) is not None, wanted.role == role
        if given != needed:
            faults.append(_fault(f"/{name}", "required" if needed else "not-expected"))
    return faults + check_days(wanted.since_on, wanted.until_on)


def check_days(since_on: date | None, until_on: date | None) -> list[Fault]:
    """A grant lasts a day at least."""
    short = since_on is not None and until_on is not None and until_on <= since_on
    return [_fault("/until_on", "out-of-bounds")] if short else []


def check_end(since_on: date, until_on: date, today: date) -> list[Fault]:
    """An end is not set to a day that has passed: what was held then was held."""
    return [_fault("/until_on", "out-of-bounds")] if until_on < max(since_on, today) else []


def check_one_holder(wanted: GrantCreate) -> list[Fault]:
    """A grant is for one person or one machine."""
    given = [name for name in ("person_id", "username", "client_id") if getattr(wanted, name) is not None]
    if not given:
        return [_fault("/person_id", "required")]
    return [_fault(f"/{name}", "not-expected") for name in given[1:]]


def check_runs(grant: Grant, today: date) -> list[Fault]:
    """What has ended stays as it was; a new one can be given. Those of the sign-in are decided there."""
    if grant.from_sign_in:
        return [Fault(FROM_SIGN_IN)]
    return [] if grant.until_on > today else [Fault(WRONG_STATE)]
