"""Import of people."""

from tests.support.imports.uploads import planned_changes, rejections, upload_file
from tests.support.world import World


async def test_importing_the_same_people_again_changes_nothing(world: World) -> None:
    admin = await world.actor("admin")
    text = "username;name;email;active\nanna;Anna Holm;anna@egekommune.example;ja\nbo;Bo Ask;;nej\n"
    first = await upload_file(admin, text, "people", apply="true")
    assert first.json()["state"] == "applied", await rejections(admin, first)
    assert (await upload_file(admin, text, "people")).json()["counts"]["unchanged"] == 2
    plan = await upload_file(admin, text.replace("Anna Holm", "Anna Holm Ask") + "x y;Z;;\n;Uden;;\n", "people")
    assert (await planned_changes(admin, plan))[2] == {"name": ("Anna Holm", "Anna Holm Ask")}
    assert list(await rejections(admin, plan)) == [4, 5]
    rows = await admin.get(f"/imports/{first.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Anna" not in rows.text, "names are erased from the applied import"
    assert (await upload_file(await world.actor("leader", world.birk), text, "people")).status_code == 403
