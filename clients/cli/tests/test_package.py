"""The package itself: the size of its modules, and what they import."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent
GENERATED = {"resources.py", "body_fields.py"}
SOURCES = sorted((PACKAGE / "sammen_cli").rglob("*.py"))
ALLOWED = {"sammen", "sammen_cli", "typer", "rich", "pydantic"}
LAYERS = {"files": {"mapping", "imports", "commands"}, "mapping": {"imports", "commands"}, "imports": {"commands"}}
"""Packages, and those that they must not import."""


def imports_of(path: Path) -> list[str]:
    """The names of the modules that a module imports."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_import_only_dependencies_and_lower_layers(path: Path) -> None:
    for name in imports_of(path):
        top_level = name.split(".")[0]
        assert top_level in ALLOWED or top_level in sys.stdlib_module_names, name
        folder = path.relative_to(PACKAGE / "sammen_cli").parts[0]
        assert name.split(".")[1:2] == [] or name.split(".")[1] not in LAYERS.get(folder, set()), name


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name not in GENERATED], ids=lambda path: path.name)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            # Parameters do not count: declarations are read differently from statements.
            body = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert body <= 30, f"{path.name}: {node.name}"


def test_dependencies_are_declared() -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {dependency.split(">")[0].split("=")[0] for dependency in project["dependencies"]}
    assert names == ALLOWED - {"sammen_cli"}
    assert project["scripts"] == {"sammen": "sammen_cli.main:main"}


def test_client_and_command_have_the_same_version() -> None:
    client = tomllib.loads((PACKAGE.parent / "python" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == client["version"]
    assert f"sammen=={client['version']}" in project["dependencies"]
