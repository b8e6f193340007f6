"""The beginning of a map for a file that has none: what the import has, and what the file has."""

import json
from collections.abc import Sequence

_SPREAD = (
    "# Where each figure has a column of its own: name the columns, and below write",
    '# indicator = "figure" and value = { from = "amount", number = true }.',
    "# [columns_to_rows]",
    '# name = "figure"',
    '# value = "amount"',
    "# [columns_to_rows.columns]",
    '# "the file\'s column" = "the indicator\'s code"',
    "",
)


def draft(resource: str, columns: Sequence[str], targets: Sequence[str]) -> str:
    """A map in which the columns of the same name are found, and the others wait to be filled in."""
    lines = [
        "# What the file's columns mean: write each on the right of the import's column that it is, without the #.",
        f"resource = {json.dumps(resource)}",
        "",
        *(_SPREAD if "value" in targets else ()),
        "[columns]",
        *(_line(target, columns) for target in targets),
        "",
        "# The file's columns are:",
        *(f"#   {name}" for name in columns),
    ]
    return "\n".join(lines) + "\n"


def _line(target: str, columns: Sequence[str]) -> str:
    same = next((name for name in columns if name.strip().lower() == target), None)
    return f"# {target} = " if same is None else f"{target} = {json.dumps(same, ensure_ascii=False)}"
