"""`sammen/members.py`: what bodies are made of, in words, for whoever types them."""

from collections.abc import Iterator

from generator import types
from generator.contract import Contract, Operation, Schema
from generator.models import plain

_FORMATS = {
    "date": "a date, YYYY-MM-DD",
    "date-time": "a moment, such as 2026-08-01T09:30:00Z",
    "uuid": "an id",
}
_TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
_ANY_TEXT = "^[^"


def source(contract: Contract) -> str:
    """The text of `sammen/members.py`."""
    lines = [
        '"""What bodies are made of, in words. Made by generate.py; do not edit."""\n',
        "from typing import NamedTuple\n",
        '\nclass Member(NamedTuple):\n    """Whether a body needs it, what is accepted, and what it is."""\n\n'
        "    needed: bool\n    accepted: str\n    about: str\n",
        "\nMEMBERS: dict[str, dict[str, Member]] = {",
    ]
    bodies = dict(_bodies(contract))
    for name in sorted(bodies):
        schema = contract.follow(bodies[name])
        needed = schema.get("required", ())
        lines.append(f'    "{name}": {{')
        for member, one in schema.get("properties", {}).items():
            about = " ".join(str(one.get("description", "")).split())
            lines.append(f'        "{member}": Member({member in needed}, {accepted(contract, one)!r}, {about!r}),')
        lines.append("    },")
    return "\n".join([*lines, "}\n"])


def _bodies(contract: Contract) -> Iterator[tuple[str, Schema]]:
    operations: list[Operation] = [one for room in contract.rooms() for one in room.operations]
    for operation in operations:
        named = types.model(contract, operation.body) if operation.body else "Any"
        if operation.body and named != "Any":
            yield plain(named.removeprefix("models.")), operation.body


def accepted(contract: Contract, schema: Schema) -> str:
    """What a member accepts, in a few words."""
    schema = contract.follow(schema)
    parts = schema.get("anyOf", schema.get("oneOf", ()))
    if parts := [one for one in parts if contract.follow(one).get("type") != "null"]:
        return " or ".join(dict.fromkeys(accepted(contract, one) for one in parts))
    if words := [str(word) for word in schema.get("enum", ()) if word is not None]:
        return f"one of {', '.join(words)}"
    kind = schema.get("type", "object")
    kind = next((one for one in kind if one != "null"), "") if isinstance(kind, list) else kind
    if kind == "array":
        each = accepted(contract, schema.get("items", {}))
        return "a list of ids" if each == _FORMATS["uuid"] else f"a list, each {each}"
    if kind == "object":
        return _object(contract, schema)
    text = _FORMATS.get(str(schema.get("format"))) or _TYPES.get(kind, "anything")
    patterned = text == "text" and not str(schema.get("pattern", _ANY_TEXT)).startswith(_ANY_TEXT)
    return f"{text} such as {schema['examples'][0]}" if patterned and schema.get("examples") else text


def _object(contract: Contract, schema: Schema) -> str:
    """An object by its members, with the words that they accept; those that may be left out in brackets."""
    needed, names = schema.get("required", ()), []
    for name, one in schema.get("properties", {}).items():
        words = types.words(contract, one)
        told = f"{name}: {'|'.join(words)}" if words else name
        names.append(told if name in needed else f"[{told}]")
    return f"{{{', '.join(names) or 'name: value'}}}"
