"""Whoever writes to a withheld figure neither unmasks it nor finds out by guessing what it says."""

import pytest

from tests.support.data_supply import Row, indicator, measured, package, released, shown
from tests.support.imports.measurements import HEADER, figures
from tests.support.world import Actor, World


def _seen(row: Row) -> tuple[float | None, int | None, float | None, str]:
    return row["value"], row["n"], row["standard_error"], row["status"]


HIDDEN = (None, None, None, "suppressed")


async def _corrected(office: Actor, path: str, field: str, becomes: float) -> None:
    done = await office.act(f"{path}/correct", {"field": field, "becomes": becomes, "reason": "Optalt igen"})
    assert done.status_code == 200, done.text


async def test_more_persons_do_not_unmask_the_value_of_few(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    supplier = await world.actor("data_supplier", machine=True)
    made = await measured(supplier, world.birk, await indicator(office), value=33.3, n=3, standard_error=27.2)
    path = f"/measurements/{made['id']}"
    alone = await other.patch(path, {"n": 100})
    assert (alone.status_code, alone.json()["code"]) == (422, "value-not-given-anew")
    assert alone.json()["errors"][0]["pointer"] == "/value"
    assert _seen((await other.get(path)).json()) == HIDDEN
    anew = await other.patch(path, {"n": 100, "value": 50})
    assert _seen(anew.json()) == (50, 100, None, "reported")


async def test_more_persons_in_a_revision_do_not_unmask_the_value_of_few(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    of, id = await indicator(office), await package(office)
    await measured(office, world.birk, of, id, value=33.3, n=3)
    await released(office, id)
    revision = (await office.act(f"/data-packages/{id}/revise")).json()["id"]
    [copied] = (await shown(other, f"?package_id={revision}")).values()
    assert (await other.patch(f"/measurements/{copied['id']}", {"n": 100})).status_code == 422
    await _corrected(office, f"/measurements/{copied['id']}", "n", 100)
    assert _seen((await other.get(f"/measurements/{copied['id']}")).json()) == HIDDEN


async def test_corrected_persons_show_a_withheld_value_only_once_it_is_corrected_too(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, id = await indicator(office), await package(office)
    made = await measured(office, world.birk, of, id, value=33.3, n=3, standard_error=27.2)
    path = f"/measurements/{made['id']}"
    await released(office, id)
    await _corrected(office, path, "n", 100)
    assert _seen((await leader.get(path)).json()) == HIDDEN
    revision = (await office.act(f"/data-packages/{id}/revise")).json()["id"]
    [copied] = (await shown(office, f"?package_id={revision}")).values()
    assert _seen(copied) == HIDDEN
    await _corrected(office, path, "value", 41)
    assert _seen((await leader.get(path)).json()) == (41, 100, None, "reported")


async def test_persons_that_were_mistaken_for_few_are_put_right(world: World) -> None:
    """The value was shown before: it rested on many when it was given."""
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, id = await indicator(office), await package(office)
    path = f"/measurements/{(await measured(office, world.birk, of, id, value=80, n=40))['id']}"
    await released(office, id)
    await _corrected(office, path, "n", 4)
    assert _seen((await leader.get(path)).json()) == HIDDEN
    await _corrected(office, path, "n", 40)
    assert _seen((await leader.get(path)).json())[:2] == (80, 40)


@pytest.mark.parametrize(("value", "n"), [(33.3, 3), (33.3, 4), (40, 3), (40, 4)])
async def test_a_right_guess_and_a_wrong_one_write_alike(world: World, value: float, n: int) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    supplier = await world.actor("data_supplier", machine=True)
    await indicator(office, "trivsel")
    row = "900001,trivsel,2026H1,all,33.3,3,,,,\n"
    assert (await figures(supplier, HEADER + row, apply="true")).json()["state"] == "applied"
    [made] = (await shown(other)).values()
    path = f"/measurements/{made['id']}"
    text = HEADER + f"900001,trivsel,2026H1,all,{value},{n},,,,\n"
    versions = [made["version"]]
    for _ in range(2):  # who put it back did not come to know it
        done = await figures(other, text, apply="true")
        assert done.json()["counts"]["update"] == 1
        versions.append((await other.get(path)).json()["version"])
        assert (await other.act(f"/imports/{done.json()['id']}/reverse")).json()["state"] == "reversed"
        versions.append((await other.get(path)).json()["version"])
    for guess in ({"value": value}, {"value": value, "n": n}, {"status": "reported"}):
        versions.append((await other.patch(path, guess)).json()["version"])
        assert _seen((await other.get(path)).json()) == HIDDEN
    assert versions == list(range(versions[0], versions[0] + 8))
    await _corrected(office, path, "value", value)
    await _corrected(office, path, "n", n)
    seen = (await office.get(path)).json()
    assert [one["field"] for one in seen["corrections"]] == ["value", "n"]
    assert seen["version"] == versions[-1] + 2


async def test_what_is_put_back_is_as_withheld_as_it_was(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    made = await measured(other, world.birk, await indicator(office, "trivsel"), value=33.3, n=3)
    path = f"/measurements/{made['id']}"
    await _corrected(office, path, "n", 100)
    done = await figures(other, HEADER + "900001,trivsel,2026H1,all,50,60,,,,\n", apply="true")
    assert _seen((await other.get(path)).json())[:2] == (50, 60)
    assert (await other.act(f"/imports/{done.json()['id']}/reverse")).json()["state"] == "reversed"
    assert _seen((await other.get(path)).json()) == HIDDEN
