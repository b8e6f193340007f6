"""The audit trail over the service's routes: filters, pagination and access."""

import pytest

from tests.support.world import World


async def test_auditor_finds_who_changed_which_fields(world: World) -> None:
    office, auditor = await world.actor("administration"), await world.actor("auditor")
    changed = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby", "phone": "12345678"})
    response = await auditor.get(f"/audit?thing_id={world.birk}&action=updated")
    assert response.status_code == 200, response.text
    [entry] = response.json()["items"]
    assert (entry["actor_id"], entry["resource"], entry["unit_name"]) == (str(office.id), "institutions", "Birkeskolen")
    request_id = changed.headers["x-request-id"]
    assert (sorted(entry["fields"]), entry["request_id"]) == (["city", "phone"], request_id)
    assert "Egeby" not in response.text


FILTERS = [
    "actor_id={office}", "unit_id={birk}", "request_id={request}", "resource=institutions", "action=updated",
    "from={at}", "to=2199-01-01T00:00:00Z",
]  # fmt: skip


@pytest.mark.parametrize("template", FILTERS)
async def test_audit_trail_is_filtered_by_person_unit_and_time(world: World, template: str) -> None:
    office, auditor = await world.actor("administration"), await world.actor("auditor")
    changed = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"})
    [entry] = (await auditor.get(f"/audit?thing_id={world.birk}&action=updated")).json()["items"]
    name, _, value = template.format(
        office=office.id, birk=world.birk, request=changed.headers["x-request-id"], at=entry["at"]
    ).partition("=")
    all_entries = (await auditor.get("/audit?limit=200")).json()["items"]
    filtered = (await auditor.get(f"/audit?limit=200&{name}={value}")).json()["items"]
    assert entry in filtered
    if name in ("actor_id", "request_id", "resource", "action"):
        assert filtered == [other for other in all_entries if str(other[name]) == value]
    if name in ("unit_id", "from"):
        assert len(filtered) < len(all_entries)
        no_match = {"unit_id": f"unit_id={world.oak}", "from": "from=2199-01-01T00:00:00Z"}[name]
        assert entry not in (await auditor.get(f"/audit?limit=200&{no_match}")).json()["items"]


async def test_auditor_pages_through_the_audit_trail_without_gaps(world: World) -> None:
    auditor = await world.actor("auditor")
    ids, path = [], "/v1/audit?limit=3&sort=id"
    while path:
        response = await auditor.get(path)
        ids += [entry["id"] for entry in response.json()["items"]]
        path = response.links.get("next", {}).get("url", "")
    assert ids == list(range(1, len(ids) + 1))
    assert len(ids) > 6


async def test_administration_chief_and_leader_cannot_read_the_audit_trail(world: World) -> None:
    for role, unit in (("administration", None), ("chief", world.north), ("leader", world.birk)):
        response = await (await world.actor(role, unit)).get("/audit")
        assert (response.status_code, response.json()["code"]) == (403, "not-allowed")
