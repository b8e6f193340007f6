"""Conditional requests: If-Match and If-None-Match (RFC 9110), as this service requires them."""

import pytest

from tests.support.world import World


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ("{tag}", 200),
        ('"{version}"', 200),
        ('"{version}-0"', 200),
        ('"9-0", {tag}', 200),
        ("  {tag}  ", 200),
        ('"x,y", {tag}', 200),
        ("W/{tag}", 412),
        ('"9"', 412),
        ('"{version}0"', 412),
        ('"-{version}"', 412),
        ('"*"', 412),
        ('"{version}-zz"', 412),
        ("{version}", 400),
        ("*", 400),
        ("", 400),
        ('"9", *', 400),
        ("null", 400),
        ("x" * 3000, 400),
        ('"1', 400),
        (",".join(['"9"'] * 1000), 400),
    ],
)
async def test_administration_must_name_the_version_it_changes(world: World, tag: str, status: int) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    current = await office.get(path)
    header = tag.replace("{tag}", current.headers["etag"]).replace("{version}", str(current.json()["version"]))
    response = await office.call("PATCH", path, json={"city": "Egeby"}, headers={"If-Match": header})
    assert response.status_code == status, response.text
    if status == 400:
        assert response.json()["code"] == "condition-unreadable"
        assert "in quotes" in response.json()["detail"]
    if status == 412:
        assert (response.json()["code"], response.json()["current_version"]) == ("changed-meanwhile", 1)


async def test_change_without_a_version_is_refused(world: World) -> None:
    office = await world.actor("administration")
    response = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"}, etag="")
    assert (response.status_code, response.json()["code"]) == (428, "condition-required")
    assert (await office.get(f"/institutions/{world.birk}")).json()["city"] is None


async def test_leader_without_permission_is_refused_before_the_version_is_checked(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    visible = await leader.patch(f"/institutions/{world.birk}", {"city": "Egeby"}, etag="")
    hidden = await leader.patch(f"/institutions/{world.oak}", {"city": "Egeby"}, etag="")
    assert (visible.status_code, visible.json()["code"]) == (403, "not-allowed")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not-found")


async def test_name_of_the_district_changes_the_etag_but_not_the_version(world: World) -> None:
    office = await world.actor("administration")
    before = await office.get(f"/institutions/{world.birk}")
    await office.patch(f"/districts/{world.north}", {"name": "Nordlig"})
    after = await office.get(f"/institutions/{world.birk}", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert before.json()["version"] == after.json()["version"]
    assert before.headers["etag"] != after.headers["etag"]
    assert (await office.patch(f"/institutions/{world.birk}", {"city": "X"}, etag=before.headers["etag"])).is_success


async def test_unchanged_institution_is_answered_304(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    not_modified = await office.get(path, headers={"If-None-Match": f'W/"x", {tag}'})
    assert (not_modified.status_code, not_modified.content) == (304, b"")
    assert not_modified.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in not_modified.headers["vary"]
    # The same version with another hash is another response.
    assert (await office.get(path, headers={"If-None-Match": '"1-0"'})).status_code == 200


async def test_weak_etag_is_refused_with_an_explanation(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    weak = await office.patch(path, {"city": "Ege"}, etag=f"W/{tag}")
    assert (weak.status_code, "weak" in weak.json()["detail"]) == (412, True)
    stale = await office.patch(path, {"city": "Ege"}, etag='"99"')
    assert (stale.status_code, "weak" in stale.json()["detail"]) == (412, False)
