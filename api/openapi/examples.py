"""What the contract shows as an example of each field: made up, and of one municipality."""

import re
from hashlib import blake2b
from typing import Any

from api.openapi.example_values import DAYS, IN_SHAPES, MOMENTS, NAMES, SOME_DAY, SOME_MOMENT, WORDS

Schema = dict[str, Any]

_OF_A_SHAPE = re.compile(
    r"(Public|Whole|Detail|Line|Fields|Answer|Create|Update|Shape|Served|Thread|WithSecret|Correction)$"
)
_IN_A_SHAPE = {
    (shape, name): value
    for name, told in IN_SHAPES.items()
    for shapes, value in told.items()
    for shape in shapes.split()
}


def example(shape: str, name: str, part: Schema) -> Any:
    """An example of a field of a shape, if one is known that its schema allows; else None."""
    stem = _OF_A_SHAPE.sub("", shape)
    found = _IN_A_SHAPE.get((stem, name), WORDS.get(name))
    if found is None or not allows(part, found):
        found = _by_its_kind(stem, name, part)
    return found if allows(part, found) else None


def _by_its_kind(stem: str, name: str, part: Schema) -> Any:
    kinds, shown = _types(part), part.get("format")
    if shown == "uuid":
        return _id(stem if name == "id" else name.removesuffix("_id"))
    if shown == "date" or (name.endswith("_on") and "string" in kinds):
        return DAYS.get(name, SOME_DAY)
    if shown == "date-time":
        return MOMENTS.get(name, SOME_MOMENT)
    if "integer" in kinds:
        return 3
    if name.endswith(("_name", "_title")):
        return NAMES.get(name.rpartition("_")[0])
    return None


def _id(stem: str) -> str:
    """The same id wherever the same thing is meant."""
    flat = re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()
    return f"0198f3a0-7b8c-7d3e-9a51-{blake2b(flat.encode(), digest_size=6).hexdigest()}"


def _types(part: Schema) -> list[str]:
    kinds = part.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


_PYTHON = {"string": str, "integer": int, "number": float, "array": list, "object": dict}


def allows(part: Schema, value: Any) -> bool:
    """Whether a field's own schema takes a value; what it refers to is not looked at."""
    if value is None or {"enum", "const"} & set(part) or "$ref" in part or "$ref" in part.get("items", {}):
        return False
    if not any(type(value) is _PYTHON.get(kind) for kind in _types(part)):
        return False
    if isinstance(value, str):
        fits = part.get("minLength", 0) <= len(value) <= part.get("maxLength", len(value))
        return fits and re.search(part.get("pattern", ""), value) is not None
    if isinstance(value, int | float):
        return bool(part.get("minimum", value) <= value <= part.get("maximum", value))
    if isinstance(value, list):
        return all(allows(part["items"], one) for one in value)
    return True
