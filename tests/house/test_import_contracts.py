"""Every import is allowed by the import contracts, and each of these contracts can fail."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOORS = "Floors: packages import downwards only"
LAYERS = "Rooms: pages, routes, transitions, actions, queries, rules, schemas, models"
DOCUMENTATION = "Documentation"
VOCABULARY = "Vocabulary"
WEB = "Web"
IMPORTS = "Imports: a framework, and a module for each importable resource"
JOURNAL = "Journal"
REDACTION = "Redaction"
ACCESS = "Access"
SIGN_IN = "Sign-in"
RULES = "Rules know neither the web nor the database"
DISCLOSURE_CONTROL = "Disclosure control knows neither the web, nor the database, nor the domain"
ROUTES = "Routes and pages are imported by the application only"
CONTRACTS = {
    FLOORS,
    LAYERS,
    DOCUMENTATION,
    VOCABULARY,
    WEB,
    IMPORTS,
    JOURNAL,
    REDACTION,
    ACCESS,
    SIGN_IN,
    RULES,
    DISCLOSURE_CONTROL,
    ROUTES,
}

# Violations of each contract: a file, and the line that is appended to it.
VIOLATIONS = [
    # an upward import between packages, also from within a package of a layer
    (FLOORS, "api/themes/queries.py", "import api.focus_areas.models"),
    (FLOORS, "api/core/domain.py", "import api.access.models"),
    (FLOORS, "api/dialogues/queries/planted.py", "import api.follow_ups.models"),
    (FLOORS, "api/observations/queries/planted.py", "import api.stakeholder_input.models"),
    (FLOORS, "api/webhooks/queries.py", "import api.imports.models"),
    # a package or module that is on no floor
    (FLOORS, "api/package_without_a_floor/__init__.py", ""),
    (FLOORS, "api/module_without_a_floor.py", ""),
    # an upward import within a room
    (LAYERS, "api/themes/models.py", "import api.themes.rules"),
    (LAYERS, "api/dialogues/queries/planted.py", "import api.dialogues.actions.hold"),
    (LAYERS, "api/dialogues/schemas/planted.py", "import api.dialogues.rules.plan"),
    # a file of a room that is on no layer
    (LAYERS, "api/themes/mending.py", ""),
    (LAYERS, "api/dialogues/helpers/__init__.py", ""),
    (DOCUMENTATION, "api/documentation/navigation.py", "import api.documentation.sections"),
    (DOCUMENTATION, "api/documentation/planted.py", ""),
    (VOCABULARY, "api/vocabulary/labels.py", "import api.vocabulary.schemas"),
    (VOCABULARY, "api/vocabulary/planted.py", ""),
    (WEB, "api/web/markdown.py", "import api.web.rendering"),
    (WEB, "api/web/planted.py", ""),
    (IMPORTS, "api/imports/framework/planted.py", "import api.imports.resources.people"),
    (IMPORTS, "api/imports/planted.py", ""),
    (JOURNAL, "api/journal/hash_chain.py", "import api.journal.record"),
    (JOURNAL, "api/journal/planted.py", ""),
    (REDACTION, "api/redaction/models.py", "import api.redaction.stored_copies"),
    (REDACTION, "api/redaction/planted.py", ""),
    (ACCESS, "api/access/roles.py", "import api.access.caller"),
    (ACCESS, "api/access/planted.py", ""),
    (SIGN_IN, "api/sign_in/tokens.py", "import api.sign_in.sessions"),
    (SIGN_IN, "api/sign_in/planted.py", ""),
    (RULES, "api/themes/rules.py", "import sqlmodel"),
    (RULES, "api/themes/rules.py", "from sqlalchemy import select"),
    (RULES, "api/themes/rules.py", "from fastapi import HTTPException"),
    (RULES, "api/dialogues/rules/planted.py", "from sqlalchemy import select"),
    (DISCLOSURE_CONTROL, "api/disclosure_control/planted.py", "from sqlalchemy import select"),
    (ROUTES, "api/focus_areas/actions.py", "import api.themes.routes"),
    (ROUTES, "api/supervision/queries/planted.py", "import api.privacy.routes.people"),
]


def verdicts(folder: Path) -> dict[str, str]:
    """Return whether import-linter found each contract KEPT or BROKEN, by its name."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache", "--no-logo"]
    completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    results = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", completed.stdout, re.MULTILINE))
    assert set(results) == CONTRACTS, completed.stdout + completed.stderr
    assert (completed.returncode == 0) == (set(results.values()) == {"KEPT"})
    return results


def test_every_import_is_allowed() -> None:
    assert set(verdicts(ROOT).values()) == {"KEPT"}


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == CONTRACTS


def test_every_package_with_routes_is_covered_by_exhaustive_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    covered = {
        container.removeprefix("api.")
        for contract in settings["contracts"]
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    rooms = {path.parent.name for path in (ROOT / "api").glob("*/routes.py")}
    rooms |= {path.parent.name for path in (ROOT / "api").glob("*/routes") if path.is_dir()}
    rooms |= {path.parent.name for path in (ROOT / "api").glob("*/models.py")}
    assert rooms - covered == set()


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """A copy of the source tree with an additional package `webhooks`."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "api", tmp_path / "api", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "api" / "webhooks").mkdir(exist_ok=True)
    (tmp_path / "api" / "webhooks" / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(("contract", "place", "line"), VIOLATIONS)
def test_planted_violation_breaks_its_contract(copied_tree: Path, contract: str, place: str, line: str) -> None:
    module = copied_tree / place
    module.parent.mkdir(exist_ok=True)
    with module.open("a") as file:
        file.write(f"\n{line}\n")
    broken = {name for name, verdict in verdicts(copied_tree).items() if verdict == "BROKEN"}
    # An upward import can lead to a package that a purity contract forbids as well; no other contract may break.
    assert contract in broken
    assert broken <= {contract, FLOORS, RULES, DISCLOSURE_CONTROL}


def imported_packages(folder: Path) -> set[str]:
    packages: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                packages |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                packages.add(str(node.module).partition(".")[0])
    return packages


def test_service_and_clients_import_nothing_from_each_other() -> None:
    assert "sqlmodel" in imported_packages(ROOT / "api")
    assert {"sammen", "sammen_cli"} & imported_packages(ROOT / "api") == set()
    for client, dependency in (("python/sammen", "httpx"), ("cli/sammen_cli", "typer")):
        assert dependency in imported_packages(ROOT / "clients" / client)
        assert "api" not in imported_packages(ROOT / "clients" / client)
