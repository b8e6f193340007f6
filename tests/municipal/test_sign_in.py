"""Coming in by the municipality's own sign-in: who somebody is here, and which roles they bring and lose."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in.models import Client, Identity, Person
from tests.support.oidc_provider import FakeProvider, bearer, opened
from tests.support.world import World

MAPPING: dict[str, Any] = {
    "grants": [
        {"claim": "roles", "value": "leder", "role": "leader", "unit_claim": "enheder"},
        {"claim": "roles", "value": "chef:{unit}", "role": "chief", "unit_by": "district"},
        {"claim": "roles", "value": "forvaltning", "role": "administration", "unit": "municipality"},
        {"claim": "roles", "value": "admin", "role": "admin", "unit": "municipality"},
        {"claim": "roles", "value": "lis", "role": "data_supplier", "unit": "municipality"},
        {
            "claim": ["job", "functions"],
            "member": "function",
            "value": "ansat",
            "role": "staff",
            "unit_member": ["restriction", "unit"],
            "unit_by": "external:sts",
        },
    ],
}


@pytest.fixture
def fake(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    made = FakeProvider()
    monkeypatch.setitem(world.app.state._state, "municipal", opened(world, made, **MAPPING))
    clock.move(clock.now().replace(microsecond=0))
    return made


def pass_(**time: int) -> None:
    clock.move(clock.now() + timedelta(**time))


async def roles(world: World, text: str) -> list[tuple[str, str]]:
    me = await bearer(world, text).get("/me")
    assert me.status_code == 200, me.text
    return sorted((one["role"], one["unit_name"]) for one in me.json()["roles"])


async def count(world: World, table: Any) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_who_comes_for_the_first_time_is_made_with_the_roles_that_the_token_says(
    world: World, fake: FakeProvider
) -> None:
    text = fake.token(
        roles=["leder", "noget andet"],
        enheder=["900001"],
        name="Mette Holm",
        preferred_username="Mette",
        email="mette@egekommune.example",
    )
    me = (await bearer(world, text).get("/me")).json()
    assert (me["name"], me["username"], me["email"]) == ("Mette Holm", "mette", "mette@egekommune.example")
    assert [(one["role"], one["unit_name"]) for one in me["roles"]] == [("leader", "Birkeskolen")]
    assert (await bearer(world, text).get(f"/institutions/{world.birk}")).status_code == 200
    again = (await bearer(world, fake.token(roles=["leder"], enheder=["900001"])).get("/me")).json()
    assert (again["id"], again["name"]) == (me["id"], "Mette Holm")
    async with transactions.read_transaction(world.app.state.engine) as session:
        told = (await session.execute(select(col(Entry.resource), col(Entry.action), col(Entry.caller_id)))).all()
        kept = (await session.execute(select(col(Identity.key)))).scalars().all()
    assert [tuple(row) for row in told[-2:]] == [("people", "created", None), ("grants", "created", None)]
    assert "mette" not in "".join(kept), "the provider's name for somebody is kept as a hash"


ROLES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "two schools": (
        {"roles": "leder", "enheder": ["900001", "900003"]},
        [("leader", "Birkeskolen"), ("leader", "Egeskolen")],
    ),
    "a unit in the value": ({"roles": ["chef:syd"]}, [("chief", "Syd")]),
    "the municipality": (
        {"roles": ["forvaltning", "admin"]},
        [("admin", "Egekommune"), ("administration", "Egekommune")],
    ),
    "entries with a restriction": (
        {
            "job": {
                "functions": [
                    {"function": "ansat", "restriction": {"unit": "sts-oak"}},
                    {"function": "andet", "restriction": {"unit": "sts-oak"}},
                ]
            }
        },
        [("staff", "Egeskolen")],
    ),
    "beside what is not here": (
        {"roles": ["leder", "chef:Vest"], "enheder": ["999999", "900002"]},
        [("leader", "Elmehuset")],
    ),
}


@pytest.mark.parametrize("claims, expected", ROLES.values(), ids=ROLES)
async def test_roles_and_units_come_from_the_claims(
    world: World, fake: FakeProvider, claims: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    office = await world.actor("administration")
    await office.patch(f"/institutions/{world.oak}", {"external_ids": [{"system": "sts", "id": "sts-oak"}]})
    assert await roles(world, fake.token(**claims)) == expected


WORTHLESS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "another role": {"roles": ["elev"]},
    "a role that is none": {"roles": {"leder": True}, "enheder": ["900001"]},
    "no unit": {"roles": ["leder"]},
    "a part of the value": {"roles": ["forvaltningen", "xforvaltning", "Forvaltning"]},
    "no name of a district": {"roles": ["chef:"]},
    "numbers": {"roles": [1, None, ["leder"]], "enheder": 900001},
}


@pytest.mark.parametrize("claims", WORTHLESS.values(), ids=WORTHLESS)
async def test_who_has_no_role_is_not_let_in_and_not_kept(
    world: World, fake: FakeProvider, claims: dict[str, Any]
) -> None:
    answer = await bearer(world, fake.token(**claims)).get("/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "no-role-here")
    assert await count(world, Identity) == 0
    assert await count(world, Person) == 0


async def test_a_role_at_a_unit_where_it_is_not_held_is_passed_over(world: World, fake: FakeProvider) -> None:
    text = fake.token(roles=["leder", "chef:Nord"], enheder=["900001", str(world.north)])
    assert await roles(world, text) == [("chief", "Nord"), ("leader", "Birkeskolen")]


async def test_a_role_ends_when_its_claim_goes_and_begins_when_it_comes(world: World, fake: FakeProvider) -> None:
    both = fake.token(roles=["leder", "forvaltning"], enheder=["900001"])
    assert await roles(world, both) == [("administration", "Egekommune"), ("leader", "Birkeskolen")]
    pass_(seconds=10)
    one = fake.token(roles=["leder"], enheder=["900003"])
    assert await roles(world, one) == [("leader", "Egeskolen")]
    assert await roles(world, both) == [("leader", "Egeskolen")], "an older token gives nothing back"
    assert (await bearer(world, both).get(f"/institutions/{world.birk}/departments")).status_code == 404
    pass_(seconds=10)
    none = fake.token()
    assert await roles(world, none) == []
    assert (await bearer(world, one).get(f"/institutions/{world.oak}")).status_code == 403


async def test_an_older_token_that_comes_first_to_another_worker_gives_nothing_back(
    world: World, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = fake.token(roles=["forvaltning"])
    pass_(seconds=10)
    assert await roles(world, fake.token(roles=["leder"], enheder=["900001"])) == [("leader", "Birkeskolen")]
    monkeypatch.setitem(world.app.state._state, "municipal", opened(world, fake, **MAPPING))
    assert await roles(world, older) == [("leader", "Birkeskolen")]


async def test_a_role_given_here_stays_when_claims_go(world: World, fake: FakeProvider) -> None:
    me = (await bearer(world, fake.token(roles=["forvaltning"])).get("/me")).json()
    admin = await world.actor("admin")
    given = await admin.post("/grants", {"person_id": me["id"], "role": "leader", "unit_id": str(world.birk)})
    assert given.status_code == 201
    assert given.json()["from_sign_in"] is False
    pass_(seconds=10)
    assert await roles(world, fake.token()) == [("leader", "Birkeskolen")]


async def test_a_role_of_the_sign_in_is_ended_there(world: World, fake: FakeProvider) -> None:
    await bearer(world, fake.token(roles=["forvaltning"])).get("/me")
    admin = await world.actor("admin")
    [grant] = (await admin.get("/grants?role=administration")).json()["items"]
    assert grant["from_sign_in"] is True
    for answer in (
        await admin.act(f"/grants/{grant['id']}/end"),
        await admin.patch(f"/grants/{grant['id']}", {"until_on": None}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "grant-from-sign-in")


async def test_roles_that_nobody_claims_for_long_run_out_and_are_renewed_before(
    world: World, fake: FakeProvider
) -> None:
    assert await roles(world, fake.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    pass_(days=46)
    assert await roles(world, fake.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    pass_(days=89)
    assert await roles(world, fake.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    assert await count(world, Grant) == 1
    pass_(days=91)
    async with transactions.read_transaction(world.app.state.engine) as session:
        [grant] = (await session.execute(select(Grant))).scalars()
    assert grant.until_on < clock.today()
    assert await roles(world, fake.token(roles=["forvaltning"])) == [("administration", "Egekommune")]


async def test_the_same_words_again_write_no_entry(world: World, fake: FakeProvider) -> None:
    await bearer(world, fake.token(roles=["forvaltning"])).get("/me")
    before = await count(world, Entry)
    pass_(seconds=10)
    for _ in range(3):
        await bearer(world, fake.token(roles=["forvaltning"])).get("/me")
    assert await count(world, Entry) == before


async def test_a_machine_comes_in_by_its_own_id_and_holds_what_machines_hold(world: World, fake: FakeProvider) -> None:
    text = fake.token(sub="lis-system", client_id="lis-system", roles=["lis", "admin", "leder"], enheder=["900001"])
    me = (await bearer(world, text).get("/me")).json()
    assert (me["kind"], [one["role"] for one in me["roles"]]) == ("client", ["data_supplier"])
    assert await count(world, Client) == 1
    answer = await world.token_request(
        form={"grant_type": "client_credentials", "client_id": me["id"], "client_secret": "-"}
    )
    assert answer.status_code == 401, "no secret of ours fits a machine of the provider's"


async def test_which_tokens_are_machines_can_be_said(
    world: World, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened(world, fake, **MAPPING, machines={"claim": "idtyp", "value": "app"})
    monkeypatch.setitem(world.app.state._state, "municipal", told)
    machine = await bearer(world, fake.token(sub="a", idtyp="app", roles=["lis"])).get("/me")
    person = await bearer(world, fake.token(sub="b", client_id="b", roles=["lis"])).get("/me")
    assert (machine.json()["kind"], person.json()["kind"]) == ("client", "person")


async def test_who_is_switched_off_here_stays_out_whatever_the_provider_says(world: World, fake: FakeProvider) -> None:
    text = fake.token(roles=["forvaltning"])
    me = (await bearer(world, text).get("/me")).json()
    unseen = fake.token(roles=["forvaltning"])
    admin = await world.actor("admin")
    assert (await admin.patch(f"/people/{me['id']}", {"active": False})).status_code == 200
    for late in (text, unseen):
        assert (await bearer(world, late).get("/me")).status_code == 401
    pass_(seconds=10)
    assert (await bearer(world, fake.token(roles=["forvaltning"])).get("/me")).status_code == 401
    assert (await admin.patch(f"/people/{me['id']}", {"active": True})).status_code == 200
    for late in (text, unseen):
        assert (await bearer(world, late).get("/me")).status_code == 401, "what was ended stays ended"
    pass_(seconds=10)
    assert await roles(world, fake.token(roles=["forvaltning"])) == [("administration", "Egekommune")]


async def test_signing_out_ends_one_token_here(world: World, fake: FakeProvider) -> None:
    one, other = fake.token(roles=["forvaltning"]), fake.token(roles=["forvaltning"])
    assert (await world.token_request("/token/revoke", form={"token": one})).status_code == 200
    assert (await bearer(world, one).get("/me")).status_code == 401
    assert (await bearer(world, other).get("/me")).status_code == 200


@pytest.mark.parametrize("linked", [False, True])
async def test_who_was_made_here_before_is_found_by_username_only_where_that_is_said(
    world: World, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    before = await world.person("mette")
    told = opened(world, fake, **MAPPING, link_by_username=linked)
    monkeypatch.setitem(world.app.state._state, "municipal", told)
    me = (await bearer(world, fake.token(preferred_username="Mette", roles=["forvaltning"])).get("/me")).json()
    assert (me["id"] == str(before)) is linked
    assert me["username"].startswith("mette")
    async with transactions.read_transaction(world.app.state.engine) as session:
        found = select(col(Entry.action)).where(col(Entry.thing_id) == before, col(Entry.action) == "linked")
        assert len((await session.execute(found)).scalars().all()) == linked, "that an account is somebody's is told"
    pass_(seconds=10)
    other = fake.token(sub="somebody else", preferred_username="mette", roles=["admin"])
    assert (await bearer(world, other).get("/me")).json()["id"] not in (str(before), me["id"])


async def test_what_is_not_fit_to_be_kept_is_not(world: World, fake: FakeProvider) -> None:
    text = fake.token(
        sub="x", roles=["forvaltning"], name="Mette 010203-1234", preferred_username="010203-1234", email="nowhere"
    )
    me = (await bearer(world, text).get("/me")).json()
    assert me["username"].startswith("oidc-")
    assert (me["name"], me["email"]) == (me["username"], None)


async def test_a_provider_that_is_away_is_told_by_name(world: World, fake: FakeProvider) -> None:
    fake.away = True
    answer = await bearer(world, fake.token(roles=["forvaltning"])).get("/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "sign-in-provider-away")
    assert answer.headers["retry-after"] == "15"
    office = await world.actor("administration")
    assert (await office.get("/me")).status_code == 200, "the service's own tokens are good all the same"


async def test_many_first_requests_at_once_make_one_person(world: World, fake: FakeProvider) -> None:
    text = fake.token(roles=["forvaltning"])
    answers = await asyncio.gather(*(bearer(world, text).get("/me") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert await count(world, Person) == 1
    assert await count(world, Grant) == 1


async def test_local_sign_in_can_be_switched_off_altogether(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.person("anna", "Lærkerne synger kl. 5")
    anna = await world.sign_in("anna", "Lærkerne synger kl. 5")
    off = world.app.state.settings.model_copy(update={"password_sign_in": False, "client_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", off)
    for form, code in (
        ({"grant_type": "password", "username": "anna", "password": "Lærkerne synger kl. 5"}, "password-sign-in-off"),
        ({"grant_type": "refresh_token", "refresh_token": anna.refresh_token}, "password-sign-in-off"),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, "client-sign-in-off"),
    ):
        answer = await world.token_request(form=form)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
