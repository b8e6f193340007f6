"""The command knows the columns of every import, and no others."""

import ast
from pathlib import Path

from api.imports.resources.registry import IMPORTABLE

COLUMNS = Path(__file__).parents[2] / "clients" / "cli" / "sammen_cli" / "imports" / "columns.py"


def test_the_command_names_the_columns_that_each_import_takes() -> None:
    tree = ast.parse(COLUMNS.read_text(encoding="utf-8"))
    [said] = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value is not None]
    known = {name.replace("_", "-"): set(columns) for name, columns in ast.literal_eval(said).items()}
    assert known == {str(resource): set(importable.readers) for resource, importable in IMPORTABLE.items()}
