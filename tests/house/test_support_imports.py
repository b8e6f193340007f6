"""Tests import helpers from tests.support only, never from another test module or a conftest."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Modules outside tests.support that are imported all the same, each with its reason.
ALLOWED = {"tests.torture.mutants": "the table of mutants that torture plants, checked by tests/house"}


def modules(root: Path) -> dict[str, Path]:
    """Return the modules and packages below `tests`, by dotted name."""
    names = {}
    for path in (root / "tests").rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imported_names(module: str, path: Path) -> Iterator[str]:
    """Yield what a module imports, at its top or in a function: the module, and the module with each name."""
    package = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from (source, *(f"{source}.{alias.name}" for alias in node.names))


def forbidden_imports(root: Path) -> list[str]:
    """Return `importer -> module` for each import of a module of the tests that is outside tests.support.

    A program that has a `__main__`, as the benchmarks, may import its own modules. A module without a package is
    imported by its last name, since pytest puts its folder on the path.
    """
    all_modules = modules(root)
    last_names = {name.rpartition(".")[2] for name in all_modules if name.rpartition(".")[2].startswith("test_")}
    forbidden = set()
    for importer, path in all_modules.items():
        program = path.parent if (path.parent / "__main__.py").exists() else None
        for name in imported_names(importer, path):
            is_own_module = program is not None and name in all_modules and program in all_modules[name].parents
            is_outside_support = name in all_modules and name.split(".")[1:2] not in ([], ["support"])
            is_unpackaged = name.split(".")[0] in {*last_names, "conftest"}
            if (is_outside_support or is_unpackaged) and not is_own_module and name not in ALLOWED:
                forbidden.add((importer, name))
    # `from package import name` also names the package, which says less.
    return sorted(
        f"{importer} -> {name}"
        for importer, name in forbidden
        if not any(other.startswith(f"{name}.") for other_importer, other in forbidden if other_importer == importer)
    )


def test_tests_import_helpers_from_support_only() -> None:
    assert len(modules(ROOT)) > 200
    assert forbidden_imports(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.themes.test_routes import theme",
        "import tests.themes.test_routes",
        "from tests.themes import test_routes",
        "from tests.conftest import world",
        "from tests.themes.conftest import theme",
        "from tests.themes.stories import theme",
        "from tests import conftest",
        "from ..themes import test_routes",
        "from .test_rules import rule",
        "from .conftest import rule",
        "from test_routes import theme",
        "from conftest import theme",
        "def test_it() -> None:\n    from tests.themes.test_routes import theme\n",
    ],
)
def test_import_from_outside_support_is_detected(tmp_path: Path, line: str) -> None:
    for name in ("__init__", "conftest", "themes/__init__", "themes/conftest", "themes/test_routes", "themes/stories",
                 "cycles/__init__", "cycles/conftest", "cycles/test_rules", "support/__init__", "support/world",
                 "bench/__init__", "bench/__main__", "bench/load"):  # fmt: skip
        path = tmp_path / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "tests/support/world.py").write_text("import tests.support\n")
    (tmp_path / "tests/bench/__main__.py").write_text("from tests.bench import load\nfrom tests.support import world\n")
    importer = tmp_path / "tests/cycles/test_routes.py"
    importer.write_text("from tests.support.world import World\nfrom tests.support import world\n")
    assert forbidden_imports(tmp_path) == []
    importer.write_text(line)
    assert len(forbidden_imports(tmp_path)) == 1
