"""Who may give which role where, without a database."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from api.access.caller import Caller, CallerGrant
from api.access.models import LAST_DAY, Body, Grant, Network, Role, UnitKind
from api.grants.rules import (
    HELD_AT,
    NOT_FOR_MACHINES,
    NOT_HELD_THERE,
    NOT_YOURS,
    OUT_OF_REACH,
    TO_ONESELF,
    Place,
    check_end,
    check_giver,
    check_grant,
    check_one_holder,
)
from api.grants.schemas import GrantCreate
from api.people.rules import LAST_ADMIN, check_admin_left

TOP, NORTH, SOUTH, BIRK, OAK = (uuid4() for _ in range(5))
SCHOOL = Place(UnitKind.institution, frozenset({TOP, NORTH, BIRK}))
ELSEWHERE = Place(UnitKind.institution, frozenset({TOP, SOUTH, OAK}))
SOMEBODY = uuid4()

# Apart from the code, as access.md has it: who gives what.
GIVEN = {
    "admin": "council_member administration chief leader staff board_member network_member data_supplier auditor admin",
    "administration": "council_member administration chief leader staff board_member network_member data_supplier",
    "chief": "leader",
    "leader": "staff board_member",
}
WHERE = {
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
def test_each_role_gives_what_the_table_says(giver: Role, role: Role) -> None:
    faults = [fault.kind for fault in check_giver(caller((giver, BIRK)), SOMEBODY, role, BIRK, SCHOOL)]
    assert faults == ([] if role in GIVEN.get(giver, "").split() else [NOT_YOURS])


def test_a_role_reaches_no_further_than_the_one_that_gives_it() -> None:
    chief = caller((Role.chief, NORTH), (Role.leader, OAK))
    assert check_giver(chief, SOMEBODY, Role.leader, BIRK, SCHOOL) == []
    # Leader at the oak, but it is as chief that one makes leaders, and that reaches the north only.
    assert [f.kind for f in check_giver(chief, SOMEBODY, Role.leader, OAK, ELSEWHERE)] == [OUT_OF_REACH]
    assert [f.kind for f in check_giver(chief, SOMEBODY, Role.leader, uuid4(), None)] == [OUT_OF_REACH]


MACHINES = {"data_supplier", "administration", "auditor", "council_member", "network_member"}


@pytest.mark.parametrize("role", list(Role))
def test_a_machine_neither_leads_nor_works_nor_sits_on_a_board_nor_gives_roles(role: Role) -> None:
    extra = {Role.network_member: {"network": Network.school}, Role.board_member: {"body": Body.parent_board}}
    wanted = GrantCreate(client_id=SOMEBODY, unit_id=BIRK, role=role, **extra.get(role, {}))
    faults = check_grant(wanted, Place(next(iter(HELD_AT[role])), frozenset()))
    assert [fault.kind for fault in faults] == ([] if role.value in MACHINES else [NOT_FOR_MACHINES])


@pytest.mark.parametrize("role", list(Role))
def test_a_machine_gives_no_role(role: Role) -> None:
    machine = Caller(uuid4(), "client", uuid4(), "", caller((Role.admin, TOP), (Role.administration, TOP)).grants)
    assert [fault.kind for fault in check_giver(machine, SOMEBODY, role, BIRK, SCHOOL)] == [NOT_YOURS]


def test_an_admin_alone_opens_no_dialogue_to_a_machine() -> None:
    top = Place(UnitKind.municipality, frozenset({TOP}))
    for giver, faults in ((Role.admin, [NOT_YOURS]), (Role.administration, [])):
        given = check_giver(caller((giver, TOP)), SOMEBODY, Role.administration, TOP, top, to_machine=True)
        assert [fault.kind for fault in given] == faults


def test_nobody_gives_themselves_a_role() -> None:
    chief = caller((Role.chief, NORTH))
    assert [f.kind for f in check_giver(chief, chief.id, Role.leader, BIRK, SCHOOL)] == [TO_ONESELF]


@pytest.mark.parametrize("kind", list(UnitKind))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_held_where_the_table_says(kind: UnitKind, role: Role) -> None:
    extra = {Role.network_member: {"network": Network.school}, Role.board_member: {"body": Body.parent_board}}
    wanted = GrantCreate(person_id=SOMEBODY, unit_id=BIRK, role=role, **extra.get(role, {}))
    faults = [fault.kind for fault in check_grant(wanted, Place(kind, frozenset()))]
    assert faults == ([] if role in WHERE[kind].split() else [NOT_HELD_THERE])


def test_the_youth_council_is_the_municipalitys() -> None:
    wanted = GrantCreate(person_id=SOMEBODY, unit_id=TOP, role=Role.board_member, body=Body.youth_council)
    assert check_grant(wanted, Place(UnitKind.municipality, frozenset())) == []
    assert [fault.kind for fault in check_grant(wanted, SCHOOL)] == [NOT_HELD_THERE]


def test_network_and_body_are_said_where_they_belong_and_only_there() -> None:
    top = Place(UnitKind.municipality, frozenset())
    member = GrantCreate(person_id=SOMEBODY, unit_id=TOP, role=Role.network_member, body=Body.parent_board)
    assert [(f.pointer, f.code) for f in check_grant(member, top)] == [
        ("/network", "required"),
        ("/body", "not-expected"),
    ]
    board = GrantCreate(person_id=SOMEBODY, unit_id=BIRK, role=Role.board_member)
    assert [(f.pointer, f.code) for f in check_grant(board, SCHOOL)] == [("/body", "required")]


def test_a_grant_lasts_and_does_not_end_in_the_past() -> None:
    day = date(2026, 3, 1)
    wanted = GrantCreate(person_id=SOMEBODY, unit_id=BIRK, role=Role.staff, since_on=day, until_on=day)
    assert [f.pointer for f in check_grant(wanted, SCHOOL)] == ["/until_on"]
    assert check_end(date(2020, 1, 1), day, day) == []
    assert [f.pointer for f in check_end(date(2020, 1, 1), date(2026, 2, 28), day)] == ["/until_on"]
    assert [f.pointer for f in check_end(date(2027, 1, 1), date(2026, 12, 31), day)] == ["/until_on"]


def test_a_grant_is_for_one_person_or_one_machine() -> None:
    assert [f.code for f in check_one_holder(GrantCreate(unit_id=BIRK, role=Role.staff))] == ["required"]
    both = GrantCreate(unit_id=BIRK, role=Role.staff, person_id=SOMEBODY, client_id=uuid4())
    assert [(f.pointer, f.code) for f in check_one_holder(both)] == [("/client_id", "not-expected")]


def test_an_admin_is_left_who_goes_on_longer() -> None:
    def admin(until: date) -> Grant:
        return Grant(unit_id=TOP, role=Role.admin, since_on=date(2020, 1, 1), until_on=until)

    day = date(2026, 3, 1)
    later = date(2026, 6, 1)
    assert [f.kind for f in check_admin_left([], LAST_DAY, day)] == [LAST_ADMIN]
    assert [f.kind for f in check_admin_left([admin(later)], LAST_DAY, day)] == [LAST_ADMIN], "they end, too"
    assert check_admin_left([admin(later), admin(LAST_DAY)], LAST_DAY, day) == []
    assert check_admin_left([admin(later)], later, day) == []
    assert [f.kind for f in check_admin_left([admin(later)], date(2026, 6, 2), day)] == [LAST_ADMIN]
    assert check_admin_left([], day, day) == [], "it is not shortened"
