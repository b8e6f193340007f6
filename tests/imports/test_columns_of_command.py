"""The command knows exactly the columns of each importable resource."""

import ast
from pathlib import Path

from api.imports.resources.registry import IMPORTABLE

COLUMNS = Path(__file__).parents[2] / "clients" / "cli" / "sammen_cli" / "imports" / "columns.py"


def test_the_command_knows_the_columns_of_each_import() -> None:
    tree = ast.parse(COLUMNS.read_text(encoding="utf-8"))
    [columns_by_name] = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value is not None]
    command_columns = {
        name.replace("_", "-"): set(columns) for name, columns in ast.literal_eval(columns_by_name).items()
    }
    assert command_columns == {str(resource): set(importable.parsers) for resource, importable in IMPORTABLE.items()}
