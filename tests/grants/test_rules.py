"""Rules of grants, without a database: who may give which role, where, to whom, for how long."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from api.access.caller import Caller, CallerGrant
from api.access.models import Body, Network, Role, UnitKind
from api.grants.rules import (
    GRANT_OUT_OF_REACH,
    GRANT_TO_ONESELF,
    HELD_AT,
    ROLE_NOT_FOR_MACHINES,
    ROLE_NOT_HELD_THERE,
    ROLE_NOT_YOURS_TO_GIVE,
    UnitPosition,
    check_end,
    check_grant,
    check_may_give,
    check_one_holder,
)
from api.grants.schemas import GrantCreate

TOP, NORTH, SOUTH, BIRK, OAK = (uuid4() for _ in range(5))
SCHOOL = UnitPosition(UnitKind.institution, frozenset({TOP, NORTH, BIRK}))
OTHER_SCHOOL = UnitPosition(UnitKind.institution, frozenset({TOP, SOUTH, OAK}))
PERSON_ID = uuid4()

# Independent of the code: the roles that each role can give, and the roles held at each kind of unit.
ROLES_GIVEN_BY = {
    "admin": "council_member administration chief leader staff board_member network_member data_supplier auditor admin",
    "administration": "council_member administration chief leader staff board_member network_member data_supplier",
    "chief": "leader",
    "leader": "staff board_member",
}
ROLES_HELD_AT = {
    "municipality": "council_member administration network_member data_supplier auditor admin",
    "district": "administration chief",
    "institution": "leader staff board_member",
    "department": "leader staff board_member",
}


def caller(*held: tuple[Role, UUID]) -> Caller:
    grants = tuple(CallerGrant(role, unit, UnitKind.institution, "") for role, unit in held)
    return Caller(uuid4(), "person", uuid4(), "", grants)


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gives_the_roles_of_the_policy(giver: Role, role: Role) -> None:
    faults = [fault.kind for fault in check_may_give(caller((giver, BIRK)), PERSON_ID, role, SCHOOL)]
    assert faults == ([] if role in ROLES_GIVEN_BY.get(giver, "").split() else [ROLE_NOT_YOURS_TO_GIVE])


def test_role_cannot_be_given_outside_the_reach_of_the_giving_role() -> None:
    chief = caller((Role.chief, NORTH), (Role.leader, OAK))
    assert check_may_give(chief, PERSON_ID, Role.leader, SCHOOL) == []
    # The caller is also leader at the other school, but only the role of chief gives leaders.
    assert [f.kind for f in check_may_give(chief, PERSON_ID, Role.leader, OTHER_SCHOOL)] == [GRANT_OUT_OF_REACH]
    assert [f.kind for f in check_may_give(chief, PERSON_ID, Role.leader, None)] == [GRANT_OUT_OF_REACH]


MACHINE_ROLES = {"data_supplier", "administration", "auditor", "council_member", "network_member"}


@pytest.mark.parametrize("role", list(Role))
def test_machine_holds_only_roles_for_machines(role: Role) -> None:
    extra = {Role.network_member: {"network": Network.school}, Role.board_member: {"body": Body.parent_board}}
    grant = GrantCreate(client_id=PERSON_ID, unit_id=BIRK, role=role, **extra.get(role, {}))
    faults = check_grant(grant, UnitPosition(next(iter(HELD_AT[role])), frozenset()))
    assert [fault.kind for fault in faults] == ([] if role.value in MACHINE_ROLES else [ROLE_NOT_FOR_MACHINES])


@pytest.mark.parametrize("role", list(Role))
def test_machine_cannot_give_roles(role: Role) -> None:
    machine = Caller(uuid4(), "client", uuid4(), "", caller((Role.admin, TOP), (Role.administration, TOP)).grants)
    assert [fault.kind for fault in check_may_give(machine, PERSON_ID, role, SCHOOL)] == [ROLE_NOT_YOURS_TO_GIVE]


def test_admin_cannot_give_a_machine_a_role_that_reads_dialogues() -> None:
    top = UnitPosition(UnitKind.municipality, frozenset({TOP}))
    for giver, faults in ((Role.admin, [ROLE_NOT_YOURS_TO_GIVE]), (Role.administration, [])):
        actual = check_may_give(caller((giver, TOP)), PERSON_ID, Role.administration, top, to_machine=True)
        assert [fault.kind for fault in actual] == faults


def test_caller_cannot_give_a_role_to_themselves() -> None:
    chief = caller((Role.chief, NORTH))
    assert [f.kind for f in check_may_give(chief, chief.id, Role.leader, SCHOOL)] == [GRANT_TO_ONESELF]


@pytest.mark.parametrize("kind", list(UnitKind))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_held_at_the_kinds_of_units_of_the_policy(kind: UnitKind, role: Role) -> None:
    extra = {Role.network_member: {"network": Network.school}, Role.board_member: {"body": Body.parent_board}}
    grant = GrantCreate(person_id=PERSON_ID, unit_id=BIRK, role=role, **extra.get(role, {}))
    faults = [fault.kind for fault in check_grant(grant, UnitPosition(kind, frozenset()))]
    assert faults == ([] if role in ROLES_HELD_AT[kind].split() else [ROLE_NOT_HELD_THERE])


def test_youth_council_is_held_at_the_municipality() -> None:
    grant = GrantCreate(person_id=PERSON_ID, unit_id=TOP, role=Role.board_member, body=Body.youth_council)
    assert check_grant(grant, UnitPosition(UnitKind.municipality, frozenset())) == []
    assert [fault.kind for fault in check_grant(grant, SCHOOL)] == [ROLE_NOT_HELD_THERE]


def test_network_and_body_are_required_for_their_roles_only() -> None:
    top = UnitPosition(UnitKind.municipality, frozenset())
    member = GrantCreate(person_id=PERSON_ID, unit_id=TOP, role=Role.network_member, body=Body.parent_board)
    assert [(f.pointer, f.code) for f in check_grant(member, top)] == [
        ("/network", "required"),
        ("/body", "not-expected"),
    ]
    board = GrantCreate(person_id=PERSON_ID, unit_id=BIRK, role=Role.board_member)
    assert [(f.pointer, f.code) for f in check_grant(board, SCHOOL)] == [("/body", "required")]


def test_grant_lasts_at_least_a_day_and_does_not_end_in_the_past() -> None:
    day = date(2026, 3, 1)
    grant = GrantCreate(person_id=PERSON_ID, unit_id=BIRK, role=Role.staff, since_on=day, until_on=day)
    assert [f.pointer for f in check_grant(grant, SCHOOL)] == ["/until_on"]
    assert check_end(date(2020, 1, 1), day, day) == []
    assert [f.pointer for f in check_end(date(2020, 1, 1), date(2026, 2, 28), day)] == ["/until_on"]
    assert [f.pointer for f in check_end(date(2027, 1, 1), date(2026, 12, 31), day)] == ["/until_on"]


def test_grant_is_for_exactly_one_person_or_machine() -> None:
    assert [f.code for f in check_one_holder(GrantCreate(unit_id=BIRK, role=Role.staff))] == ["required"]
    both = GrantCreate(unit_id=BIRK, role=Role.staff, person_id=PERSON_ID, client_id=uuid4())
    assert [(f.pointer, f.code) for f in check_one_holder(both)] == [("/client_id", "not-expected")]
