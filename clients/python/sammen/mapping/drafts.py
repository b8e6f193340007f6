"""The beginning of a map for a file that has none: what the import has, and what the file has."""

import json
from collections.abc import Sequence


def draft(resource: str, columns: Sequence[str], targets: Sequence[str]) -> str:
    """A map in which the columns of the same name are found, and the others wait to be filled in."""
    lines = [
        "# What the file's columns mean: write each on the right of the import's column that it is, without the #.",
        f"resource = {json.dumps(resource)}",
        "",
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
