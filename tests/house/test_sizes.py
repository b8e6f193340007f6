"""No module or function outgrows what one reads at a sitting, and no folder is a place for things without a name."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

MODULE = 260
DECLARATIONS = 400
"""Modules that declare: tables, schemas, problems, and routes with the problems that they can answer."""
DECLARING = {"models", "schemas", "problems", "routes"}
FUNCTION = 45

# "api/<path>.py" or "api/<path>.py::<function>", each with the sentence that says why it is longer.
LONGER: dict[str, str] = {
    "api/core/settings.py": "most of it is a list of declarations, with the description of each setting",
    "api/vocabulary.py": "a table of words for every enumeration, looked up and not read",
    "api/core/problems.py": "its second half is a list of the shared refusals, read as a table",
}

NAMELESS = {"services", "utils", "helpers", "common", "constants", "misc"}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_long(root: Path) -> Iterator[str]:
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
    for folder in ("api", "migrations", "clients/python/sammen", "clients/cli/sammen_cli", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.stem in NAMELESS and (path.is_dir() or path.suffix == ".py"):
                yield path.relative_to(root).as_posix()


def test_modules_and_functions_are_short() -> None:
    assert set(too_long(ROOT)) == set(LONGER)


def test_every_exception_says_why() -> None:
    assert all(len(reason.split()) > 4 for reason in LONGER.values())


def test_nothing_is_a_place_for_anything() -> None:
    assert list(nameless(ROOT)) == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "api" / "themes").mkdir(parents=True)
    (tmp_path / "api" / "long.py").write_text("\n" * (MODULE + 1))
    (tmp_path / "api" / "just.py").write_text("\n" * MODULE)
    for name, lines in (("just_right", FUNCTION - 1), ("too_much", FUNCTION)):
        (tmp_path / "api" / "themes" / f"{name}.py").write_text(f"async def {name}():\n" + "    pass\n" * lines)
    assert list(too_long(tmp_path)) == ["api/long.py", "api/themes/too_much.py::too_much"]


def test_a_place_for_anything_is_found(tmp_path: Path) -> None:
    (tmp_path / "api" / "themes").mkdir(parents=True)
    (tmp_path / "api" / "themes" / "utils.py").touch()
    (tmp_path / "tests" / "helpers").mkdir(parents=True)
    assert list(nameless(tmp_path)) == ["api/themes/utils.py", "tests/helpers"]
