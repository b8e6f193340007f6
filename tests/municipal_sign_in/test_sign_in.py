"""Sign-in through the municipality's provider: accounts, and grants that follow the claims."""

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
from tests.support.oidc_provider import FakeProvider, bearer, municipal_sign_in
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
def provider(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    fake_provider = FakeProvider()
    monkeypatch.setitem(world.app.state._state, "municipal", municipal_sign_in(world, fake_provider, **MAPPING))
    clock.move(clock.now().replace(microsecond=0))
    return fake_provider


def advance_clock(**time: int) -> None:
    clock.move(clock.now() + timedelta(**time))


async def roles(world: World, text: str) -> list[tuple[str, str]]:
    me = await bearer(world, text).get("/me")
    assert me.status_code == 200, me.text
    return sorted((role["role"], role["unit_name"]) for role in me.json()["roles"])


async def count(world: World, table: Any) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_new_person_is_created_with_the_roles_of_the_token(world: World, provider: FakeProvider) -> None:
    text = provider.token(
        roles=["leder", "noget andet"],
        enheder=["900001"],
        name="Mette Holm",
        preferred_username="Mette",
        email="mette@egekommune.example",
    )
    me = (await bearer(world, text).get("/me")).json()
    assert (me["name"], me["username"], me["email"]) == ("Mette Holm", "mette", "mette@egekommune.example")
    assert [(role["role"], role["unit_name"]) for role in me["roles"]] == [("leader", "Birkeskolen")]
    assert (await bearer(world, text).get(f"/institutions/{world.birk}")).status_code == 200
    second_me = (await bearer(world, provider.token(roles=["leder"], enheder=["900001"])).get("/me")).json()
    assert (second_me["id"], second_me["name"]) == (me["id"], "Mette Holm")
    async with transactions.read_transaction(world.app.state.engine) as session:
        entries = (await session.execute(select(col(Entry.resource), col(Entry.action), col(Entry.caller_id)))).all()
        keys = (await session.execute(select(col(Identity.key)))).scalars().all()
    assert [tuple(row) for row in entries[-2:]] == [("people", "created", None), ("grants", "created", None)]
    assert "mette" not in "".join(keys), "the subject is stored as a hash"


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
    "with unknown units": (
        {"roles": ["leder", "chef:Vest"], "enheder": ["999999", "900002"]},
        [("leader", "Elmehuset")],
    ),
}


@pytest.mark.parametrize("claims, expected", ROLES.values(), ids=ROLES)
async def test_roles_and_units_are_mapped_from_the_claims(
    world: World, provider: FakeProvider, claims: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    office = await world.actor("administration")
    await office.patch(f"/institutions/{world.oak}", {"external_ids": [{"system": "sts", "id": "sts-oak"}]})
    assert await roles(world, provider.token(**claims)) == expected


CLAIMS_WITHOUT_ROLE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "another role": {"roles": ["elev"]},
    "a role that is not text": {"roles": {"leder": True}, "enheder": ["900001"]},
    "no unit": {"roles": ["leder"]},
    "a part of the value": {"roles": ["forvaltningen", "xforvaltning", "Forvaltning"]},
    "an empty name of a district": {"roles": ["chef:"]},
    "numbers": {"roles": [1, None, ["leder"]], "enheder": 900001},
}


@pytest.mark.parametrize("claims", CLAIMS_WITHOUT_ROLE.values(), ids=CLAIMS_WITHOUT_ROLE)
async def test_new_person_without_a_role_is_rejected_and_not_stored(
    world: World, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    response = await bearer(world, provider.token(**claims)).get("/me")
    assert (response.status_code, response.json()["code"]) == (403, "no-role-here")
    assert await count(world, Identity) == 0
    assert await count(world, Person) == 0


async def test_role_at_the_wrong_kind_of_unit_is_ignored(world: World, provider: FakeProvider) -> None:
    text = provider.token(roles=["leder", "chef:Nord"], enheder=["900001", str(world.north)])
    assert await roles(world, text) == [("chief", "Nord"), ("leader", "Birkeskolen")]


async def test_grants_begin_and_end_with_their_claims(world: World, provider: FakeProvider) -> None:
    both = provider.token(roles=["leder", "forvaltning"], enheder=["900001"])
    assert await roles(world, both) == [("administration", "Egekommune"), ("leader", "Birkeskolen")]
    advance_clock(seconds=10)
    leader_only = provider.token(roles=["leder"], enheder=["900003"])
    assert await roles(world, leader_only) == [("leader", "Egeskolen")]
    assert await roles(world, both) == [("leader", "Egeskolen")], "an older token restores nothing"
    assert (await bearer(world, both).get(f"/institutions/{world.birk}/departments")).status_code == 404
    advance_clock(seconds=10)
    without_roles = provider.token()
    assert await roles(world, without_roles) == []
    assert (await bearer(world, leader_only).get(f"/institutions/{world.oak}")).status_code == 403


async def test_older_token_at_another_worker_restores_no_role(
    world: World, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = provider.token(roles=["forvaltning"])
    advance_clock(seconds=10)
    assert await roles(world, provider.token(roles=["leder"], enheder=["900001"])) == [("leader", "Birkeskolen")]
    monkeypatch.setitem(world.app.state._state, "municipal", municipal_sign_in(world, provider, **MAPPING))
    assert await roles(world, older) == [("leader", "Birkeskolen")]


async def test_role_given_by_an_administrator_stays_when_claims_end(world: World, provider: FakeProvider) -> None:
    me = (await bearer(world, provider.token(roles=["forvaltning"])).get("/me")).json()
    admin = await world.actor("admin")
    given = await admin.post("/grants", {"person_id": me["id"], "role": "leader", "unit_id": str(world.birk)})
    assert given.status_code == 201
    assert given.json()["from_sign_in"] is False
    advance_clock(seconds=10)
    assert await roles(world, provider.token()) == [("leader", "Birkeskolen")]


async def test_role_from_the_sign_in_cannot_be_ended_or_extended_here(world: World, provider: FakeProvider) -> None:
    await bearer(world, provider.token(roles=["forvaltning"])).get("/me")
    admin = await world.actor("admin")
    [grant] = (await admin.get("/grants?role=administration")).json()["items"]
    assert grant["from_sign_in"] is True
    for response in (
        await admin.act(f"/grants/{grant['id']}/end"),
        await admin.patch(f"/grants/{grant['id']}", {"until_on": None}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "grant-from-sign-in")


async def test_grants_expire_without_sign_in_and_are_extended_by_it(world: World, provider: FakeProvider) -> None:
    # At midday, so that a daylight-saving change on the way does not move the Danish date.
    clock.move((clock.now() + timedelta(days=1)).replace(hour=10))
    assert await roles(world, provider.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    advance_clock(days=46)
    assert await roles(world, provider.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    advance_clock(days=89)
    assert await roles(world, provider.token(roles=["forvaltning"])) == [("administration", "Egekommune")]
    assert await count(world, Grant) == 1
    advance_clock(days=91)
    async with transactions.read_transaction(world.app.state.engine) as session:
        [grant] = (await session.execute(select(Grant))).scalars()
    assert grant.until_on < clock.today()
    assert await roles(world, provider.token(roles=["forvaltning"])) == [("administration", "Egekommune")]


async def test_unchanged_claims_write_no_journal_entry(world: World, provider: FakeProvider) -> None:
    await bearer(world, provider.token(roles=["forvaltning"])).get("/me")
    before = await count(world, Entry)
    advance_clock(seconds=10)
    for _ in range(3):
        await bearer(world, provider.token(roles=["forvaltning"])).get("/me")
    assert await count(world, Entry) == before


async def test_machine_is_recognized_by_its_client_id_and_gets_roles_for_machines_only(
    world: World, provider: FakeProvider
) -> None:
    text = provider.token(sub="lis-system", client_id="lis-system", roles=["lis", "admin", "leder"], enheder=["900001"])
    me = (await bearer(world, text).get("/me")).json()
    assert (me["kind"], [role["role"] for role in me["roles"]]) == ("client", ["data_supplier"])
    assert await count(world, Client) == 1
    response = await world.token_request(
        form={"grant_type": "client_credentials", "client_id": me["id"], "client_secret": "-"}
    )
    assert response.status_code == 401, "a machine of the provider has no secret here"


async def test_machine_is_recognized_by_a_configured_claim(
    world: World, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured = municipal_sign_in(world, provider, **MAPPING, machines={"claim": "idtyp", "value": "app"})
    monkeypatch.setitem(world.app.state._state, "municipal", configured)
    machine = await bearer(world, provider.token(sub="a", idtyp="app", roles=["lis"])).get("/me")
    person = await bearer(world, provider.token(sub="b", client_id="b", roles=["lis"])).get("/me")
    assert (machine.json()["kind"], person.json()["kind"]) == ("client", "person")


async def test_deactivated_person_cannot_sign_in_through_the_provider(world: World, provider: FakeProvider) -> None:
    text = provider.token(roles=["forvaltning"])
    me = (await bearer(world, text).get("/me")).json()
    unseen = provider.token(roles=["forvaltning"])
    admin = await world.actor("admin")
    assert (await admin.patch(f"/people/{me['id']}", {"active": False})).status_code == 200
    for earlier in (text, unseen):
        assert (await bearer(world, earlier).get("/me")).status_code == 401
    advance_clock(seconds=10)
    assert (await bearer(world, provider.token(roles=["forvaltning"])).get("/me")).status_code == 401
    assert (await admin.patch(f"/people/{me['id']}", {"active": True})).status_code == 200
    for earlier in (text, unseen):
        assert (await bearer(world, earlier).get("/me")).status_code == 401, "ended sessions stay ended"
    advance_clock(seconds=10)
    assert await roles(world, provider.token(roles=["forvaltning"])) == [("administration", "Egekommune")]


async def test_revoking_a_token_ends_its_session_only(world: World, provider: FakeProvider) -> None:
    revoked, other = provider.token(roles=["forvaltning"]), provider.token(roles=["forvaltning"])
    assert (await world.token_request("/token/revoke", form={"token": revoked})).status_code == 200
    assert (await bearer(world, revoked).get("/me")).status_code == 401
    assert (await bearer(world, other).get("/me")).status_code == 200


@pytest.mark.parametrize("linked", [False, True])
async def test_existing_person_is_linked_by_username_only_if_configured(
    world: World, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    existing_id = await world.create_person("mette")
    configured = municipal_sign_in(world, provider, **MAPPING, link_by_username=linked)
    monkeypatch.setitem(world.app.state._state, "municipal", configured)
    me = (await bearer(world, provider.token(preferred_username="Mette", roles=["forvaltning"])).get("/me")).json()
    assert (me["id"] == str(existing_id)) is linked
    assert me["username"].startswith("mette")
    async with transactions.read_transaction(world.app.state.engine) as session:
        statement = select(col(Entry.action)).where(col(Entry.thing_id) == existing_id, col(Entry.action) == "linked")
        assert len((await session.execute(statement)).scalars().all()) == linked, "linking is recorded"
    advance_clock(seconds=10)
    other = provider.token(sub="somebody else", preferred_username="mette", roles=["admin"])
    assert (await bearer(world, other).get("/me")).json()["id"] not in (str(existing_id), me["id"])


async def test_invalid_name_username_and_email_are_not_stored(world: World, provider: FakeProvider) -> None:
    text = provider.token(
        sub="x", roles=["forvaltning"], name="Mette 010203-1234", preferred_username="010203-1234", email="nowhere"
    )
    me = (await bearer(world, text).get("/me")).json()
    assert me["username"].startswith("oidc-")
    assert (me["name"], me["email"]) == (me["username"], None)


async def test_unavailable_provider_is_reported(world: World, provider: FakeProvider) -> None:
    provider.away = True
    response = await bearer(world, provider.token(roles=["forvaltning"])).get("/me")
    assert (response.status_code, response.json()["code"]) == (503, "sign-in-provider-away")
    assert response.headers["retry-after"] == "15"
    office = await world.actor("administration")
    assert (await office.get("/me")).status_code == 200, "the service's own tokens are still accepted"


async def test_concurrent_first_requests_create_one_person(world: World, provider: FakeProvider) -> None:
    text = provider.token(roles=["forvaltning"])
    responses = await asyncio.gather(*(bearer(world, text).get("/me") for _ in range(8)))
    assert {response.status_code for response in responses} == {200}
    assert await count(world, Person) == 1
    assert await count(world, Grant) == 1


async def test_local_sign_in_can_be_disabled_completely(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.create_person("anna", "Lærkerne synger kl. 5")
    anna = await world.sign_in("anna", "Lærkerne synger kl. 5")
    settings = world.app.state.settings.model_copy(update={"password_sign_in": False, "client_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", settings)
    for form, code in (
        ({"grant_type": "password", "username": "anna", "password": "Lærkerne synger kl. 5"}, "password-sign-in-off"),
        ({"grant_type": "refresh_token", "refresh_token": anna.refresh_token}, "password-sign-in-off"),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, "client-sign-in-off"),
    ):
        response = await world.token_request(form=form)
        assert (response.status_code, response.json()["code"]) == (400, code)
