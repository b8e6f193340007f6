"""An exported list can be imported again, and changes nothing."""

from pathlib import Path
from uuid import UUID

import pytest
from sammen_cli.imports.source_file import open_source  # type: ignore[import-not-found]  # installed from clients/cli
from sammen_cli.imports.upload_file import prepare  # type: ignore[import-not-found]  # likewise

from api.imports.models import Resource
from tests.support.imports.sample_files import SAMPLE_FILES, import_file
from tests.support.imports.uploads import planned_changes, rejections, upload_file
from tests.support.world import World


def upload(resource: str, file: Path) -> tuple[bytes, dict[str, str]]:
    """Return the content that the command uploads of a file, and the query parameters that it adds."""
    with prepare(open_source(resource, file)) as prepared:
        options = {"only_new": ",".join(prepared.only_new), "empty_clears": ",".join(prepared.empty_clears)}
        return prepared.path.read_bytes(), {name: value for name, value in options.items() if value}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("resource", Resource)
async def test_importing_an_exported_list_changes_nothing(world: World, resource: Resource, tmp_path: Path) -> None:
    files = await SAMPLE_FILES[resource](world)
    await import_file(files.actor, files.first, resource)
    await import_file(files.actor, files.second, resource)
    for dialect in ("", "; dialect=danish"):
        exported = await files.actor.get(f"/{resource.value}", headers={"Accept": f"text/csv{dialect}"})
        assert exported.status_code == 200, exported.text
        path = tmp_path / "list.csv"
        path.write_bytes(exported.content)
        content, options = upload(resource.value.replace("-", "_"), path)
        plan = await upload_file(files.actor, content, resource.value, **options)
        counts = plan.json()["counts"]
        assert counts["rejected"] == 0, (await rejections(files.actor, plan), content.decode())
        assert (counts["create"], counts["update"], counts["unchanged"] > 0) == (0, 0, True)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_importing_an_edited_list_changes_what_was_edited(world: World, tmp_path: Path) -> None:
    officer, path = await world.actor("administration"), tmp_path / "list.csv"
    await officer.patch(f"/institutions/{world.birk}", {"phone": "+45 12 34 56 78"})
    exported = await officer.get("/institutions", headers={"Accept": "text/csv; dialect=danish"})
    assert "'+45" in exported.text
    path.write_text(exported.text.replace("Birkeskolen;school", "Birk;school"), encoding="utf-8")
    content, options = upload("institutions", path)
    plan = await upload_file(officer, content, **options)
    assert [change for change in (await planned_changes(officer, plan)).values() if change] == [
        {"name": ("Birkeskolen", "Birk")}
    ]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_an_unknown_id_is_rejected(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(
        officer, f"id,name,kind\n{UUID(int=7)},Ny,school\nbirk,Ny,school\n{world.birk},Birk,school\n"
    )
    columns = {line: [column for column, _ in faults] for line, faults in (await rejections(officer, plan)).items()}
    assert columns == {2: ["id"], 3: ["id"]}
    assert (await planned_changes(officer, plan))[4] == {"name": ("Birkeskolen", "Birk")}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
async def test_importing_a_list_does_not_plan_cancelled_dialogues_again(world: World, tmp_path: Path) -> None:
    files = await SAMPLE_FILES[Resource.dialogues](world)
    applied = await import_file(files.actor, files.first, Resource.dialogues)
    [row] = (await files.actor.get(f"/imports/{applied.json()['id']}/rows")).json()["items"]
    cancelled = await files.actor.act(f"/dialogues/{row['thing_id']}/cancel", {"reason": "Sygdom"})
    assert cancelled.status_code == 200, cancelled.text
    await import_file(files.actor, files.first.replace("9.30", "10.30"), Resource.dialogues)
    path = tmp_path / "list.csv"
    path.write_bytes((await files.actor.get("/dialogues", headers={"Accept": "text/csv"})).content)
    content, options = upload("dialogues", path)
    plan = await upload_file(files.actor, content, "dialogues", **options)
    assert plan.json()["counts"] == {"create": 0, "update": 0, "unchanged": 1, "rejected": 0}
