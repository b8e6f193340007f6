"""If-Match and If-None-Match, as RFC 9110 has them and this service asks for them."""

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
async def test_a_change_names_the_version_that_was_seen(world: World, tag: str, status: int) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    seen = await office.get(path)
    given = tag.replace("{tag}", seen.headers["etag"]).replace("{version}", str(seen.json()["version"]))
    answer = await office.call("PATCH", path, json={"city": "Egeby"}, headers={"If-Match": given})
    assert answer.status_code == status, answer.text
    if status == 400:
        assert answer.json()["code"] == "condition-unreadable"
        assert "in quotes" in answer.json()["detail"]
    if status == 412:
        assert (answer.json()["code"], answer.json()["current_version"]) == ("changed-meanwhile", 1)


async def test_without_a_version_a_change_is_not_made(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"}, etag="")
    assert (answer.status_code, answer.json()["code"]) == (428, "condition-required")
    assert (await office.get(f"/institutions/{world.birk}")).json()["city"] is None


async def test_who_may_not_change_it_is_told_so_before_the_version_is_asked_for(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    seen = await leader.patch(f"/institutions/{world.birk}", {"city": "Egeby"}, etag="")
    hidden = await leader.patch(f"/institutions/{world.oak}", {"city": "Egeby"}, etag="")
    assert (seen.status_code, seen.json()["code"]) == (403, "not-allowed")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not-found")


async def test_a_name_from_elsewhere_changes_the_tag_and_not_the_version(world: World) -> None:
    office = await world.actor("administration")
    before = await office.get(f"/institutions/{world.birk}")
    await office.patch(f"/districts/{world.north}", {"name": "Nordlig"})
    after = await office.get(f"/institutions/{world.birk}", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert before.json()["version"] == after.json()["version"]
    assert before.headers["etag"] != after.headers["etag"]
    assert (await office.patch(f"/institutions/{world.birk}", {"city": "X"}, etag=before.headers["etag"])).is_success


async def test_a_thing_known_already_is_a_304(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    known = await office.get(path, headers={"If-None-Match": f'W/"x", {tag}'})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in known.headers["vary"]
    # A new version is another answer, and the same version with another hash is one too.
    assert (await office.get(path, headers={"If-None-Match": '"1-0"'})).status_code == 200


async def test_a_weak_tag_is_told_for_what_it_is(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    tag = (await office.get(path)).headers["etag"]
    refused = await office.patch(path, {"city": "Ege"}, etag=f"W/{tag}")
    assert (refused.status_code, "weak" in refused.json()["detail"]) == (412, True)
    stale = await office.patch(path, {"city": "Ege"}, etag='"99"')
    assert (stale.status_code, "weak" in stale.json()["detail"]) == (412, False)
