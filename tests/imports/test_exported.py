"""A list that the service exported is a file that it takes again, and that changes nothing."""

from pathlib import Path
from uuid import UUID

import pytest
from sammen_cli.imports.source_file import open_source  # type: ignore[import-not-found]  # installed from clients/cli
from sammen_cli.imports.upload_file import prepare  # type: ignore[import-not-found]  # likewise

from api.imports.models import Resource
from tests.support.imports.institutions import bring, changes, reasons
from tests.support.imports.undoing import FILES, brought
from tests.support.world import World


def upload(resource: str, file: Path) -> tuple[bytes, dict[str, str]]:
    """What the command uploads of a file, and the query parameters that it adds."""
    with prepare(open_source(resource, file)) as prepared:
        options = {"only_new": ",".join(prepared.only_new), "empty_clears": ",".join(prepared.empty_clears)}
        return prepared.path.read_bytes(), {name: value for name, value in options.items() if value}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("resource", Resource)
async def test_an_exported_list_comes_back_and_changes_nothing(
    world: World, resource: Resource, tmp_path: Path
) -> None:
    told = await FILES[resource](world)
    await brought(told.who, told.first, resource)
    await brought(told.who, told.second, resource)
    for dialect in ("", "; dialect=danish"):
        listed = await told.who.get(f"/{resource.value}", headers={"Accept": f"text/csv{dialect}"})
        assert listed.status_code == 200, listed.text
        file = tmp_path / "list.csv"
        file.write_bytes(listed.content)
        content, options = upload(resource.value.replace("-", "_"), file)
        plan = await bring(told.who, content, resource.value, **options)
        counts = plan.json()["counts"]
        assert counts["rejected"] == 0, (await reasons(told.who, plan), content.decode())
        assert (counts["create"], counts["update"], counts["unchanged"] > 0) == (0, 0, True)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_what_was_changed_in_an_exported_list_is_what_changes(world: World, tmp_path: Path) -> None:
    office, file = await world.actor("administration"), tmp_path / "list.csv"
    await office.patch(f"/institutions/{world.birk}", {"phone": "+45 12 34 56 78"})
    listed = await office.get("/institutions", headers={"Accept": "text/csv; dialect=danish"})
    assert "'+45" in listed.text
    file.write_text(listed.text.replace("Birkeskolen;school", "Birk;school"), encoding="utf-8")
    content, options = upload("institutions", file)
    plan = await bring(office, content, **options)
    assert [change for change in (await changes(office, plan)).values() if change] == [
        {"name": ("Birkeskolen", "Birk")}
    ]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_an_id_that_is_not_there_is_said(world: World) -> None:
    office = await world.actor("administration")
    plan = await bring(office, f"id,name,kind\n{UUID(int=7)},Ny,school\nbirk,Ny,school\n{world.birk},Birk,school\n")
    told = {line: [column for column, _ in found] for line, found in (await reasons(office, plan)).items()}
    assert told == {2: ["id"], 3: ["id"]}
    assert (await changes(office, plan))[4] == {"name": ("Birkeskolen", "Birk")}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_what_is_cancelled_is_not_planned_again_by_its_own_list(world: World, tmp_path: Path) -> None:
    told = await FILES[Resource.dialogues](world)
    done = await brought(told.who, told.first, Resource.dialogues)
    [row] = (await told.who.get(f"/imports/{done.json()['id']}/rows")).json()["items"]
    cancelled = await told.who.act(f"/dialogues/{row['thing_id']}/cancel", {"reason": "Sygdom"})
    assert cancelled.status_code == 200, cancelled.text
    await brought(told.who, told.first.replace("9.30", "10.30"), Resource.dialogues)
    file = tmp_path / "list.csv"
    file.write_bytes((await told.who.get("/dialogues", headers={"Accept": "text/csv"})).content)
    content, options = upload("dialogues", file)
    plan = await bring(told.who, content, "dialogues", **options)
    assert plan.json()["counts"] == {"create": 0, "update": 0, "unchanged": 1, "rejected": 0}
