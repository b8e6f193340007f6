"""Who may import whom, and that each of these contracts can fail."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOORS = "Floors: rooms import downwards only"
ROOMS = "Rooms: routes, actions, queries, rules, models"
RULES = "Rules know neither the web nor the database"
ROUTES = "Routes are lent to the application only"

# For each contract what would break it: where, and the line that is added there.
VIOLATIONS = [
    (FLOORS, "api/themes/queries.py", "import api.focus_areas.models"),
    (FLOORS, "api/core/domain.py", "import api.access.models"),
    (FLOORS, "api/observations/queries.py", "import api.data_packages.models"),
    (FLOORS, "api/webhooks/queries.py", "import api.imports.models"),
    (FLOORS, "api/a_room_without_a_floor/__init__.py", ""),
    (FLOORS, "api/a_module_without_a_floor.py", ""),
    (ROOMS, "api/themes/models.py", "import api.themes.rules"),
    (ROOMS, "api/dialogues/queries.py", "import api.dialogues.actions"),
    (RULES, "api/themes/rules.py", "import sqlmodel"),
    (RULES, "api/themes/rules.py", "from sqlalchemy import select"),
    (RULES, "api/themes/rules.py", "from fastapi import HTTPException"),
    (ROUTES, "api/focus_areas/actions.py", "import api.themes.routes"),
]


def verdicts(folder: Path) -> dict[str, str]:
    """Each contract's name and whether import-linter found it KEPT or BROKEN."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    assert set(found) == {FLOORS, ROOMS, RULES, ROUTES}, done.stdout + done.stderr
    assert (done.returncode == 0) == (set(found.values()) == {"KEPT"})
    return found


def test_every_import_is_allowed() -> None:
    assert set(verdicts(ROOT).values()) == {"KEPT"}


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """The house as it is, with whatever rooms the violations speak of and that are not built yet."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "api", tmp_path / "api", ignore=shutil.ignore_patterns("__pycache__"))
    rooms = ["core", "access", "themes", "focus_areas", "data_packages", "observations", "dialogues"]
    for room in (*rooms, "imports", "webhooks"):
        (tmp_path / "api" / room).mkdir(exist_ok=True)
        for module in ("__init__", "models", "rules", "queries", "actions", "routes"):
            (tmp_path / "api" / room / f"{module}.py").touch()
    return tmp_path


@pytest.mark.parametrize(("contract", "place", "line"), VIOLATIONS)
def test_a_forbidden_import_breaks_its_contract_and_no_other(
    copied_house: Path, contract: str, place: str, line: str
) -> None:
    module = copied_house / place
    module.parent.mkdir(exist_ok=True)
    with module.open("a") as text:
        text.write(f"\n{line}\n")
    assert {name for name, verdict in verdicts(copied_house).items() if verdict == "BROKEN"} == {contract}


def imported_packages(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(str(node.module).partition(".")[0])
    return found


def test_the_service_and_its_client_share_the_contract_only() -> None:
    assert "sqlmodel" in imported_packages(ROOT / "api")
    assert {"sammen", "sammen_cli"} & imported_packages(ROOT / "api") == set()
    for client, dependency in (("python/sammen", "httpx"), ("cli/sammen_cli", "typer")):
        if (ROOT / "clients" / client).is_dir():
            assert dependency in imported_packages(ROOT / "clients" / client)
        assert "api" not in imported_packages(ROOT / "clients" / client)
