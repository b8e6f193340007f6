"""Import of people."""

from tests.support.imports.institutions import bring, planned_changes, reasons
from tests.support.world import World


async def test_importing_the_same_people_again_changes_nothing(world: World) -> None:
    admin = await world.actor("admin")
    text = "username;name;email;active\nanna;Anna Holm;anna@egekommune.example;ja\nbo;Bo Ask;;nej\n"
    first = await bring(admin, text, "people", apply="true")
    assert first.json()["state"] == "applied", await reasons(admin, first)
    assert (await bring(admin, text, "people")).json()["counts"]["unchanged"] == 2
    plan = await bring(admin, text.replace("Anna Holm", "Anna Holm Ask") + "x y;Z;;\n;Uden;;\n", "people")
    assert (await planned_changes(admin, plan))[2] == {"name": ("Anna Holm", "Anna Holm Ask")}
    assert list(await reasons(admin, plan)) == [4, 5]
    rows = await admin.get(f"/imports/{first.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Anna" not in rows.text, "names are erased from the applied import"
    assert (await bring(await world.actor("leader", world.birk), text, "people")).status_code == 403
