"""A list that the service exported is a file that it takes again, and that changes nothing."""

from pathlib import Path

import pytest
from sammen.importing import Source, prepare, read  # type: ignore[import-not-found]  # installed from clients/python

from api.imports.models import Resource
from tests.imports.test_institutions import bring, reasons
from tests.imports.test_undoing import FILES, brought
from tests.world import World


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
        prepared = prepare(read(resource.value.replace("-", "_"), Source(file)))
        content = prepared.path.read_bytes()
        prepared.close()
        plan = await bring(told.who, content, resource.value, **prepared.said)
        counts = plan.json()["counts"]
        assert counts["rejected"] == 0, (await reasons(told.who, plan), content.decode())
        assert (counts["create"], counts["update"]) == (0, 0), (
            await told.who.get(f"/imports/{plan.json()['id']}/rows")
        ).text
        assert counts["unchanged"] > 0
