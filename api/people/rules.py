"""Who may give which role where; which passwords are taken; and that somebody is always left who can give roles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.access.caller import Caller
from api.access.models import Body, Grant, Person, Role, UnitKind
from api.core.faults import either, joined
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, Words, kind
from api.people.models import GrantCreate

TO_ONESELF = kind(
    "grant-to-oneself",
    403,
    ("Nobody gives themselves a role", "Ingen giver sig selv en rolle"),
    ("Ask somebody else who may give it.", "Bed en anden, der må give den."),
)
OUT_OF_REACH = kind(
    "grant-out-of-reach",
    422,
    ("The role would reach further than yours", "Rollen ville række længere end din egen"),
    ("Name a unit within the reach of the role that lets you give this one.",
     "Angiv en enhed inden for rækkevidden af den rolle, der lader dig give denne."),
)  # fmt: skip
NOT_YOURS = kind(
    "role-not-yours-to-give",
    403,
    ("Your roles do not let you give or end this one", "Dine roller lader dig ikke give eller afslutte denne rolle"),
    ("Ask the administration, or a system administrator.", "Bed forvaltningen eller en systemadministrator."),
)
NOT_HELD_THERE = kind(
    "role-not-held-there",
    422,
    ("The role is not held at a unit of that kind", "Rollen haves ikke ved en enhed af den slags"),
    ("Give it at the kind of unit that the role belongs to.", "Giv den ved den slags enhed, som rollen hører til."),
)
NOT_FOR_MACHINES = kind(
    "role-not-for-machines",
    422,
    ("A machine does not hold this role", "En maskine har ikke denne rolle"),
    ("Give it to a person, or give the machine a role that machines hold.",
     "Giv den til en person, eller giv maskinen en rolle, som maskiner har."),
)  # fmt: skip
FROM_SIGN_IN = kind(
    "grant-from-sign-in",
    409,
    ("The role comes from the municipality's own sign-in", "Rollen kommer fra kommunens eget login"),
    (
        "Take it away there; to keep somebody out at once, let them be active no more.",
        "Fjern den dér; gør personen inaktiv for at holde vedkommende ude med det samme.",
    ),
)
LAST_ADMIN = kind(
    "last-admin",
    409,
    ("Nobody would be left who can give every role", "Der ville ikke være nogen tilbage, som kan give alle roller"),
    (
        "Make somebody else a system administrator first, for as long or until further notice.",
        "Gør først en anden til systemadministrator, lige så længe eller indtil videre.",
    ),
)
WRONG_PASSWORD = kind(
    "wrong-password",
    422,
    ("The password until now is another one", "Den hidtidige adgangskode er en anden"),
    ("Type the password that you signed in with.", "Skriv den adgangskode, du loggede ind med."),
)
NOT_A_FIRST_ONE = kind(
    "not-a-first-password",
    409,
    ("The password is your own already", "Adgangskoden er allerede din egen"),
    (
        "Sign in with it; then it can be changed at /v1/me/password.",
        "Log ind med den; så kan den ændres på /v1/me/password.",
    ),
)
_PASSWORD_KINDS = {
    code: kind(code, 422, title, ("Choose another password.", "Vælg en anden adgangskode."))
    for code, title in {
        "password-too-short": ("A password has at least 12 characters", "En adgangskode har mindst 12 tegn"),
        "password-too-long": ("A password has at most 256 characters", "En adgangskode har højst 256 tegn"),
        "password-too-common": ("Many would think of this password", "Mange ville finde på denne adgangskode"),
        "password-contains-username": ("It contains the username", "Den indeholder brugernavnet"),
        "password-unchanged": ("It is the password until now", "Det er den hidtidige adgangskode"),
    }.items()
}

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
GIVES: Mapping[Role, frozenset[Role]] = {
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
_HELD_BY_MACHINES = joined(
    Words("A machine does not hold this role. It can hold", "En maskine har ikke denne rolle. Den kan have"),
    either([f"`{role}`" for role in Role if role in MACHINES]),
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
    givers = [held for held in caller.grants if role in GIVES.get(held.role, ()) and caller.holder == "person"]
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


def check_admin_left(others: Iterable[Grant], was: date, until: date) -> list[Fault]:
    """A grant of `admin` that lasted until `was` and now ends sooner is not what there would have been an admin by:
    another one (`others`: of people who may sign in, in force today) lasts as long, or until further notice."""
    last = max((until, *(other.until_on for other in others)))
    return [Fault(LAST_ADMIN)] if last < was else []


_ERASED = Words("They were erased.", "Personen er slettet.")


def check_not_erased(person: Person) -> list[Fault]:
    """Who is erased is nobody any more: no name, no way in."""
    return [] if person.erased_on is None else [Fault(WRONG_STATE, detail=_ERASED)]


def password_faults(codes: Sequence[str], pointer: str) -> list[Fault]:
    """The faults for what the policy of passwords found."""
    return [Fault(_PASSWORD_KINDS[code], pointer=pointer) for code in codes]


_TEXTS = {
    "required": Words("This is required.", "Dette er påkrævet."),
    "not-expected": Words("This does not belong here.", "Dette hører ikke til her."),
    "out-of-bounds": Words(
        "It ends after its first day, and not in the past.", "Den slutter efter sin første dag og ikke i fortiden."
    ),
}


def _fault(pointer: str, code: str) -> Fault:
    return Fault(INVALID_INPUT, pointer=pointer, code=code, detail=_TEXTS[code])
