"""Import of grants."""

from tests.support.imports.uploads import apply_plan, planned_changes, rejections, upload_file
from tests.support.world import World


async def test_grants_are_imported_by_the_rules_of_the_route(world: World) -> None:
    admin, chief = await world.actor("admin"), await world.actor("chief", world.north)
    await upload_file(admin, "username,name\nanna,Anna\nbo,Bo\n", "people", apply="true")
    text = (
        "username,role,unit,body,since_on\nanna,leader,900001,,2026-08-01\nbo,board_member,900001,parent_board,\n"
        "bo,chief,Nord,,\n"
    )
    applied = await upload_file(admin, text, "grants", apply="true")
    assert applied.json()["state"] == "applied", await rejections(admin, applied)
    assert (await upload_file(admin, text, "grants")).json()["counts"]["unchanged"] == 3
    plan = await upload_file(
        admin, text + "nobody,leader,900001,,\nanna,leader,Nord,,\nanna,leader,999999,,\n", "grants"
    )
    rejected = await rejections(admin, plan)
    assert {line: [code for _, code in faults] for line, faults in rejected.items()} == {
        5: ["unknown-reference"],
        6: ["role-not-held-there"],
        7: ["unknown-reference"],
    }
    plan_of_chief = await upload_file(
        chief, "username,role,unit\nbo,leader,900001\nbo,leader,900003\nbo,admin,900001\n", "grants"
    )
    rejected = await rejections(chief, plan_of_chief)
    assert set(rejected) == {3, 4}, rejected
    plan_of_end = await upload_file(admin, "username,role,unit,until_on\nanna,leader,900001,2027-08-01\n", "grants")
    assert await planned_changes(admin, plan_of_end) == {2: {"until_on": (None, "2027-08-01")}}
    assert (await apply_plan(admin, plan_of_end)).status_code == 200
