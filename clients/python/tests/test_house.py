"""The house tests itself: sizes, what is imported, and what a wheel holds."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
GENERATED = {"models.py", "rooms.py", "filters.py", "problems.py", "contract.py"}
SOURCES = [path for path in sorted((HERE / "sammen").rglob("*.py")) if path.parent.name != "sync"]
WRITTEN = [path for path in SOURCES if path.name not in GENERATED] + sorted((HERE / "generator").glob("*.py"))


def test_there_is_something_to_look_at() -> None:
    assert len(WRITTEN) > 30


@pytest.mark.parametrize("path", WRITTEN, ids=str)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # What a function takes is counted apart from what it does.
            body = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert body <= 30, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_the_client_imports_neither_the_server_nor_more_than_it_names(path: Path) -> None:
    allowed = {"sammen", "httpx", "pydantic", "pydantic_core", "rich"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top = name.split(".")[0]
            assert top in allowed or _of_python(top), name


def test_there_are_at_most_four_direct_dependencies() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert len(project["dependencies"]) <= 4


def _of_python(name: str) -> bool:
    return name in sys.stdlib_module_names
