"""Both registers and all sixteen figures, imported by the commands of the guide and by the example script."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.cli_runner import BIN, FIRST_PASSWORD, PASSWORD, User, service
from tests.support.real_files import DATA, MAPS, SCHOOLS, SITES
from tests.support.samples import scripts

SCRIPT = MAPS / "half_year.py"
FIGURES = 16


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[User]:
    """A user of the administration, at a started service on an empty database."""
    if request.param == "sqlite":
        database = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    else:
        database = request.getfixturevalue("postgres_server").create_database("sixteen")
    with service(database, tmp_path) as url:
        admin = User(url, tmp_path / "admin")
        admin.get("login", "--username", "admin")
        body = {"username": "forvaltning", "name": "Forvaltning", "password": FIRST_PASSWORD}
        person = admin.get("create", "people", data=body)
        replacement = {"username": "forvaltning", "first": FIRST_PASSWORD, "new": PASSWORD}
        httpx.post(f"{url}/v1/first-password", json=replacement).raise_for_status()
        unit_id = admin.get("me")["roles"][0]["unit_id"]
        grant = {"person_id": person["id"], "role": "administration", "unit_id": unit_id, "since_on": "2024-01-01"}
        admin.get("create", "grants", data=grant)
        user = User(url, tmp_path / "office")
        user.get("login", "--username", "forvaltning")
        yield user


def imported_data(office: User) -> dict[str, Any]:
    """Return institutions, package and figures as the service lists them."""
    institutions = office.run("list", "institutions").lines
    [package] = office.run("list", "data-packages").lines
    figures = office.run("list", "measurements", "--filter", f"package_id={package['id']}").lines
    return {
        "institutions": sorted(
            (institution["number"] or "", institution["name"], institution["kind"], institution["address"])
            for institution in institutions
        ),
        "package": (package["status"], package["half_year"]),
        "figures": sorted(
            (figure["institution_name"], figure["indicator_code"], figure["value"] or 0.0) for figure in figures
        ),
    }


def assert_complete(data: dict[str, Any]) -> None:
    assert len(data["institutions"]) == 50 + 6 + (77 - 46)
    assert data["package"] == ("released", "2027H1")
    assert len({code for _, code, _ in data["figures"]}) == FIGURES
    assert len(data["figures"]) > 800


def test_commands_of_the_guide_import_everything(office: User, tmp_path: Path) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(MAPS, folder)
    shutil.copyfile(SITES, folder / "sites.csv")
    shutil.copyfile(SCHOOLS, folder / "schools.csv")
    script = "\n".join(scripts("imports", "From the command line")).replace("cd clients/cli/examples", f"cd {folder}")
    script = script.replace("http://127.0.0.1:8000", office.environment["SAMMEN_URL"])
    script = script.replace("egekommune-viser-vej", PASSWORD)
    environment = {**office.environment, "PATH": f"{BIN}:{os.environ['PATH']}"}
    process = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert process.returncode == 0, process.stderr
    assert_complete(imported_data(office))


def test_example_script_imports_everything(office: User) -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 25
    assert DATA.is_dir()
    command = [sys.executable, str(SCRIPT), str(SITES), str(SCHOOLS), "2027H1"]
    environment = {**office.environment, "SAMMEN_USERNAME": "forvaltning"}
    process = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert process.returncode == 0, process.stderr
    assert process.stdout.splitlines()[-1] == "released"
    assert_complete(imported_data(office))
