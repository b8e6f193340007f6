"""Modules and functions stay short, and no folder or module has a meaningless name."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

MODULE = 310
DECLARATIONS = 400
"""Lines of modules that declare: tables, schemas, routes with their problems, and rules with their problem types."""
DECLARING = {"models", "schemas", "problems", "routes", "rules"}
FUNCTION = 55

# "api/<path>.py" or "api/<path>.py::<function>" that is longer, each with a sentence that says why.
LONGER: dict[str, str] = {
    "api/vocabulary/labels.py": "a table of labels for every enumeration, looked up and not read",
    "api/core/problems.py": "its second half is a list of the shared problem types, read as a table",
}

NAMELESS = {"services", "utils", "helpers", "common", "constants", "misc"}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_long(root: Path) -> Iterator[str]:
    """Yield the modules and functions under `api` that are longer than allowed."""
    for path in sorted((root / "api").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        text = path.read_text()
        declares = DECLARING & {path.stem, path.parent.name}
        if len(text.splitlines()) > (DECLARATIONS if declares else MODULE):
            yield place
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION:
                yield f"{place}::{node.name}"


def nameless(root: Path) -> Iterator[str]:
    """Yield the folders and modules with a meaningless name."""
    for folder in ("api", "migrations", "clients/python/sammen", "clients/cli/sammen_cli", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.stem in NAMELESS and (path.is_dir() or path.suffix == ".py"):
                yield path.relative_to(root).as_posix()


def test_modules_and_functions_are_short() -> None:
    assert set(too_long(ROOT)) == set(LONGER)


def test_every_exception_has_a_reason() -> None:
    assert all(len(reason.split()) > 4 for reason in LONGER.values())


def test_no_module_has_a_meaningless_name() -> None:
    assert list(nameless(ROOT)) == []


def test_long_modules_and_functions_are_detected(tmp_path: Path) -> None:
    (tmp_path / "api" / "themes").mkdir(parents=True)
    (tmp_path / "api" / "long.py").write_text("\n" * (MODULE + 1))
    (tmp_path / "api" / "longest_allowed.py").write_text("\n" * MODULE)
    for name, lines in (("longest_allowed", FUNCTION - 1), ("too_long", FUNCTION)):
        (tmp_path / "api" / "themes" / f"{name}.py").write_text(f"async def {name}():\n" + "    pass\n" * lines)
    assert list(too_long(tmp_path)) == ["api/long.py", "api/themes/too_long.py::too_long"]


def test_meaningless_names_are_detected(tmp_path: Path) -> None:
    (tmp_path / "api" / "themes").mkdir(parents=True)
    (tmp_path / "api" / "themes" / "utils.py").touch()
    (tmp_path / "tests" / "helpers").mkdir(parents=True)
    assert list(nameless(tmp_path)) == ["api/themes/utils.py", "tests/helpers"]
