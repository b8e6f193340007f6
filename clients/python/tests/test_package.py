"""The package itself: what it imports, what it documents, what it depends on."""

import ast
import inspect
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sammen
from sammen import problems
from sammen.sync import base_resource, client, imports, pagination, resources

PACKAGE = Path(__file__).parent.parent
GENERATED = {"models.py", "resources.py", "filters.py", "problems.py", "contract_version.py"}
SOURCES = [path for path in sorted((PACKAGE / "sammen").rglob("*.py")) if path.parent.name != "sync"]
GENERATOR = sorted((PACKAGE.parent / "generator").glob("*.py"))
HAND_WRITTEN = [path for path in SOURCES if path.name not in GENERATED] + GENERATOR


def test_there_are_sources() -> None:
    assert len(HAND_WRITTEN) > 30


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.relative_to(PACKAGE.parent).as_posix())
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # Parameters do not count: declarations are read differently from statements.
            body = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert body <= 30, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_client_imports_only_its_dependencies(path: Path) -> None:
    allowed = {"sammen", "httpx", "pydantic", "pydantic_core"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top_level = name.split(".")[0]
            assert top_level in allowed or top_level in sys.stdlib_module_names, name


def public_names() -> Iterator[tuple[str, object]]:
    """The public classes, functions and methods by their qualified names."""
    modules = (resources, base_resource, pagination, imports, client, problems)
    own = {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    }
    for path, value in {**own, **{name: getattr(sammen, name) for name in sammen.__all__}}.items():
        yield path, value
        for name, member in vars(value).items() if inspect.isclass(value) else ():
            function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not name.startswith("_") and inspect.isfunction(function) and function.__module__.startswith("sammen"):
                yield f"{path}.{name}", function


def test_everything_public_has_a_docstring() -> None:
    names = dict(public_names())
    assert len(names) > 400
    documented = {name: value for name, value in names.items() if inspect.isclass(value) or inspect.isfunction(value)}
    assert [name for name, value in documented.items() if not (inspect.getdoc(value) or "").strip()] == []


def test_the_client_has_two_dependencies() -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [dependency.split(">")[0] for dependency in project["dependencies"]] == ["httpx", "pydantic"]
