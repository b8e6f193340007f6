"""Rules of grants: who may give which role, at which kind of unit, to whom, and until when."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.access.caller import Caller
from api.access.models import Body, Grant, Role, UnitKind
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.grants.schemas import GrantCreate
from api.http.validation_errors import join_alternatives, join_text

GRANT_TO_ONESELF = problem_type(
    "grant-to-oneself",
    403,
    ("You cannot give a role to yourself", "Du kan ikke tildele dig selv en rolle"),
    ("Ask somebody else who can give it.", "Bed en anden, der kan tildele rollen."),
)
GRANT_OUT_OF_REACH = problem_type(
    "grant-out-of-reach",
    422,
    ("The unit is outside the reach of your role", "Enheden ligger uden for din rolles rækkevidde"),
    (
        "Choose a unit that is covered by the role which allows you to give this one.",
        "Vælg en enhed, der er omfattet af den rolle, som giver dig ret til at tildele denne.",
    ),
)
ROLE_NOT_YOURS_TO_GIVE = problem_type(
    "role-not-yours-to-give",
    403,
    (
        "Your roles do not allow you to give or end this role",
        "Dine roller giver dig ikke ret til at tildele eller afslutte denne rolle",
    ),
    ("Ask the administration or a system administrator.", "Bed forvaltningen eller en systemadministrator om det."),
)
ROLE_NOT_HELD_THERE = problem_type(
    "role-not-held-there",
    422,
    (
        "The role cannot be held at this kind of unit",
        "Rollen kan ikke tildeles på en enhed af denne type",
    ),
    ("Choose a unit of the kind that the role belongs to.", "Vælg en enhed af den type, som rollen hører til."),
)
ROLE_NOT_FOR_MACHINES = problem_type(
    "role-not-for-machines",
    422,
    ("A machine cannot hold this role", "En maskine kan ikke have denne rolle"),
    (
        "Give the role to a person, or give the machine a role for machines.",
        "Tildel en person rollen, eller giv maskinen en rolle, som er for maskiner.",
    ),
)
GRANT_FROM_SIGN_IN = problem_type(
    "grant-from-sign-in",
    409,
    ("The role comes from the municipality's own sign-in service", "Rollen kommer fra kommunens eget login"),
    (
        "End it in that service. To block the person immediately, deactivate them here.",
        "Afslut den i kommunens login. Gør personen inaktiv her, hvis adgangen skal spærres med det samme.",
    ),
)

_MUNICIPALITY = frozenset({UnitKind.municipality})
_INSTITUTION_OR_DEPARTMENT = frozenset({UnitKind.institution, UnitKind.department})
HELD_AT: Mapping[Role, frozenset[UnitKind]] = {
    Role.council_member: _MUNICIPALITY,
    Role.administration: frozenset({UnitKind.municipality, UnitKind.district}),
    Role.chief: frozenset({UnitKind.district}),
    Role.leader: _INSTITUTION_OR_DEPARTMENT,
    Role.staff: _INSTITUTION_OR_DEPARTMENT,
    Role.board_member: _INSTITUTION_OR_DEPARTMENT,
    Role.network_member: _MUNICIPALITY,
    Role.data_supplier: _MUNICIPALITY,
    Role.auditor: _MUNICIPALITY,
    Role.admin: _MUNICIPALITY,
}
"""The kinds of units at which each role is held. The youth council is the exception: it is the municipality's."""
ROLES_GIVEN_BY: Mapping[Role, frozenset[Role]] = {
    Role.admin: frozenset(Role),
    Role.administration: frozenset(Role) - {Role.admin, Role.auditor},
    Role.chief: frozenset({Role.leader}),
    Role.leader: frozenset({Role.staff, Role.board_member}),
}
"""The roles that the holder of each role can give."""

MACHINE_ROLES: frozenset[Role] = frozenset(
    {Role.data_supplier, Role.administration, Role.auditor, Role.council_member, Role.network_member}
)
"""The roles that a machine can hold: none that leads or works in an institution or sits on its boards, since these read
what children and colleagues say; and not `admin`, which gives roles to people."""
_ROLES_FOR_MACHINES = join_text(
    LocalizedText(
        "A machine cannot hold this role. The roles for machines are",
        "En maskine kan ikke have denne rolle. Rollerne for maskiner er",
    ),
    join_alternatives([f"`{role}`" for role in Role if role in MACHINE_ROLES]),
)
MACHINE_ROLES_WITH_DIALOGUES: frozenset[Role] = frozenset({Role.administration})
"""The roles for machines that read dialogues: only those who read dialogues can give them to a machine, not `admin`."""

_FIELD_ERRORS = {
    "required": LocalizedText("This field is required.", "Feltet er påkrævet."),
    "not-expected": LocalizedText("This field does not belong here.", "Feltet hører ikke til her."),
    "out-of-bounds": LocalizedText(
        "The end has to be after the first day and not in the past.",
        "Slutdatoen skal ligge efter den første dag og ikke i fortiden.",
    ),
}


def _fault(pointer: str, code: str) -> Fault:
    return Fault(INVALID_INPUT, pointer=pointer, code=code, detail=_FIELD_ERRORS[code])


class UnitPosition(NamedTuple):
    """A unit in the tree: its kind, and the ids of its ancestors today, itself included."""

    kind: UnitKind
    ancestor_ids: frozenset[UUID]


def check_may_give(
    caller: Caller,
    holder_id: UUID | None,
    role: Role,
    unit: UnitPosition | None,
    *,
    to_machine: bool = False,
) -> list[Fault]:
    """Check that a caller may give a role at a unit, or change its end; a unit of None does not exist.

    Machines give no roles. A role by which a machine reads dialogues is given by somebody who reads them.
    """
    givers = [
        grant for grant in caller.grants if role in ROLES_GIVEN_BY.get(grant.role, ()) and caller.holder == "person"
    ]
    if to_machine and role in MACHINE_ROLES_WITH_DIALOGUES:
        givers = [grant for grant in givers if grant.role is not Role.admin]
    faults = [Fault(GRANT_TO_ONESELF, pointer="/person_id")] if holder_id == caller.id else []
    if givers and not any(grant.unit_id in (unit.ancestor_ids if unit else ()) for grant in givers):
        faults.append(Fault(GRANT_OUT_OF_REACH, pointer="/unit_id"))
    if not givers:
        faults.append(Fault(ROLE_NOT_YOURS_TO_GIVE, pointer="/role"))
    return faults


def check_grant(grant: GrantCreate, unit: UnitPosition | None) -> list[Fault]:
    """Check a new grant in itself: role and holder, kind of unit, network, body and dates."""
    faults = []
    if grant.client_id is not None and grant.role not in MACHINE_ROLES:
        faults.append(Fault(ROLE_NOT_FOR_MACHINES, pointer="/role", detail=_ROLES_FOR_MACHINES))
    if unit is None:
        faults.append(Fault(GRANT_OUT_OF_REACH, pointer="/unit_id"))
    elif unit.kind not in (_MUNICIPALITY if grant.body == Body.youth_council else HELD_AT[Role(grant.role)]):
        faults.append(Fault(ROLE_NOT_HELD_THERE, pointer="/unit_id"))
    for name, role in (("network", Role.network_member), ("body", Role.board_member)):
        is_given, is_required = getattr(grant, name) is not None, grant.role == role
        if is_given != is_required:
            faults.append(_fault(f"/{name}", "required" if is_required else "not-expected"))
    return faults + check_days(grant.since_on, grant.until_on)


def check_days(since_on: date | None, until_on: date | None) -> list[Fault]:
    """Check that a grant lasts at least one day."""
    is_empty = since_on is not None and until_on is not None and until_on <= since_on
    return [_fault("/until_on", "out-of-bounds")] if is_empty else []


def check_end(since_on: date, until_on: date, today: date) -> list[Fault]:
    """Check that a new end is not in the past: past days of a grant cannot be taken back."""
    return [_fault("/until_on", "out-of-bounds")] if until_on < max(since_on, today) else []


def check_one_holder(grant: GrantCreate) -> list[Fault]:
    """Check that a grant is for exactly one person or machine."""
    names = [name for name in ("person_id", "username", "client_id") if getattr(grant, name) is not None]
    if not names:
        return [_fault("/person_id", "required")]
    return [_fault(f"/{name}", "not-expected") for name in names[1:]]


def check_not_from_sign_in(grant: Grant) -> list[Fault]:
    """Check that a grant is managed here, and not by the municipal sign-in."""
    return [Fault(GRANT_FROM_SIGN_IN)] if grant.from_sign_in else []


def check_not_ended(grant: Grant, today: date) -> list[Fault]:
    """Check that a grant can be changed: it is managed here and has not ended. A new grant can be given instead."""
    return check_not_from_sign_in(grant) or ([] if grant.until_on > today else [Fault(WRONG_STATE)])
