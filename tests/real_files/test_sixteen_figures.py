"""Both registers and all sixteen figures: typed as the guide to imports says, and by a script of two dozen lines."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.cli_runner import BIN, FIRST, PASSWORD, Typist, service
from tests.support.real_files import DATA, MAPS, SCHOOLS, SITES
from tests.support.samples import scripts

SCRIPT = MAPS / "half_year.py"
FIGURES = 16


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Typist]:
    """A started service on a fresh database, and somebody of its administration."""
    if request.param == "sqlite":
        database = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    else:
        database = request.getfixturevalue("postgres_server").create_database("sixteen")
    with service(database, tmp_path) as url:
        admin = Typist(url, tmp_path / "admin")
        admin.gets("login", "--username", "admin")
        body = {"username": "forvaltning", "name": "Forvaltning", "password": FIRST}
        made = admin.gets("create", "people", data=body)
        chosen = {"username": "forvaltning", "first": FIRST, "new": PASSWORD}
        httpx.post(f"{url}/v1/first-password", json=chosen).raise_for_status()
        top = admin.gets("me")["roles"][0]["unit_id"]
        grant = {"person_id": made["id"], "role": "administration", "unit_id": top, "since_on": "2024-01-01"}
        admin.gets("create", "grants", data=grant)
        typist = Typist(url, tmp_path / "office")
        typist.gets("login", "--username", "forvaltning")
        yield typist


def what_came_of_it(office: Typist) -> dict[str, Any]:
    """What stands in the service afterwards."""
    institutions = office.types("list", "institutions").lines
    [package] = office.types("list", "data-packages").lines
    figures = office.types("list", "measurements", "--filter", f"package_id={package['id']}").lines
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


def as_expected(told: dict[str, Any]) -> None:
    assert len(told["institutions"]) == 50 + 6 + (77 - 46)
    assert told["package"] == ("released", "2027H1")
    assert len({code for _, code, _ in told["figures"]}) == FIGURES
    assert len(told["figures"]) > 800


def test_the_readme_alone_brings_all_of_it(office: Typist, tmp_path: Path) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(MAPS, folder)
    shutil.copyfile(SITES, folder / "sites.csv")
    shutil.copyfile(SCHOOLS, folder / "schools.csv")
    typed = "\n".join(scripts("imports", "From the command line")).replace("cd clients/cli/examples", f"cd {folder}")
    typed = typed.replace("http://127.0.0.1:8000", office.environment["SAMMEN_URL"])
    typed = typed.replace("egekommune-viser-vej", PASSWORD)
    environment = {**office.environment, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", typed],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    as_expected(what_came_of_it(office))


def test_a_script_of_two_dozen_lines_brings_all_of_it(office: Typist) -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 25
    assert DATA.is_dir()
    words = [sys.executable, str(SCRIPT), str(SITES), str(SCHOOLS), "2027H1"]
    environment = {**office.environment, "SAMMEN_USERNAME": "forvaltning"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "released"
    as_expected(what_came_of_it(office))
