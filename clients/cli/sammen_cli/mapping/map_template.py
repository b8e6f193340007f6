"""A template of a map for a file: the columns of the import, and those of the file."""

import json
from collections.abc import Sequence

_COLUMNS_TO_ROWS = (
    "# If each figure has a column of its own: list these columns here, and write below",
    '# indicator = "figure" and value = { from = "amount", number = true }.',
    "# [columns_to_rows]",
    '# name = "figure"',
    '# value = "amount"',
    "# [columns_to_rows.columns]",
    '# "the file\'s column" = "the indicator\'s code"',
    "",
)


def map_template(resource: str, file_columns: Sequence[str], import_columns: Sequence[str]) -> str:
    """A map in which columns of the same name are filled in, and the others are comments to complete."""
    lines = [
        "# What the columns of the file mean: write each to the right of its column of the import, and remove the #.",
        f"resource = {json.dumps(resource)}",
        "",
        *(_COLUMNS_TO_ROWS if "value" in import_columns else ()),
        "[columns]",
        *(_line(column, file_columns) for column in import_columns),
        "",
        "# The columns of the file:",
        *(f"#   {name}" for name in file_columns),
    ]
    return "\n".join(lines) + "\n"


def _line(column: str, file_columns: Sequence[str]) -> str:
    same = next((name for name in file_columns if name.strip().lower() == column), None)
    return f"# {column} = " if same is None else f"{column} = {json.dumps(same, ensure_ascii=False)}"
