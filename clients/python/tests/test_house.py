"""The house tests itself: sizes, what is imported, and what a wheel holds."""

import ast
import inspect
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sammen
from sammen import problems
from sammen.sync import client, imports, pager, resource, rooms

HERE = Path(__file__).parent.parent
GENERATED = {"models.py", "rooms.py", "filters.py", "problems.py", "contract.py", "members.py"}
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


def _public() -> Iterator[tuple[str, object]]:
    """All that a program may name: what the package offers, the rooms and refusals, and what they let one do."""
    modules = (rooms, resource, pager, imports, client, problems)
    own = {
        f"{module.__name__}.{name}": thing
        for module in modules
        for name, thing in vars(module).items()
        if not name.startswith("_") and getattr(thing, "__module__", "") == module.__name__
    }
    for path, thing in {**own, **{name: getattr(sammen, name) for name in sammen.__all__}}.items():
        yield path, thing
        for name, member in vars(thing).items() if inspect.isclass(thing) else ():
            plain = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not name.startswith("_") and inspect.isfunction(plain) and plain.__module__.startswith("sammen"):
                yield f"{path}.{name}", plain


def test_all_that_a_program_may_name_says_what_it_is_for() -> None:
    found = dict(_public())
    assert len(found) > 400
    documented = (inspect.isclass, inspect.isfunction)
    assert [path for path, one in found.items() if any(is_(one) for is_ in documented) and not _said(one)] == []


def _said(thing: object) -> bool:
    return bool((inspect.getdoc(thing) or "").strip())


def test_there_are_at_most_four_direct_dependencies() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert len(project["dependencies"]) <= 4


def _of_python(name: str) -> bool:
    return name in sys.stdlib_module_names
