"""The smaller files that follow from the contract: filters, problems, and the table of resources."""

import hashlib
import json
import re

from generator import types
from generator.contract import Contract, Operation, Room
from generator.models import plain
from generator.rooms import filters_name, written


def filters(contract: Contract) -> str:
    """`sammen/filters.py`: the parameters that each operation takes, by name and type."""
    lines = [
        '"""What lists can be filtered by. Made by generate.py; do not edit."""\n',
        "from collections.abc import Sequence\nfrom datetime import date, datetime\n"
        "from typing import Any, Literal, TypedDict\n\nfrom sammen.calls import Id\n",
    ]
    for room in contract.rooms():
        for operation in written(room):
            if operation.filters and not room.alone:
                lines.append(f"\nclass {filters_name(room, operation)}(TypedDict, total=False):")
                lines += [
                    f"    {_attribute(param['name'])}: {types.parameter(contract, param.get('schema', {}))} | None"
                    for param in operation.filters
                ]
    return "\n".join(lines)


def _attribute(name: str) -> str:
    return f"{name}_" if name in {"from", "in", "is", "not", "and", "or", "class"} else name


def problems(contract: Contract) -> str:
    """`sammen/problems.py`: an exception for each refusal that has a name."""
    lines = [
        '"""A class for each refusal that the contract names. Made by generate.py; do not edit.\n\n'
        "    try:\n        client.cycles.create(...)\n    except sammen.problems.CycleOverlaps as problem:\n"
        '        print(problem.detail, problem.request_id)\n"""\n',
        "from sammen import errors\n",
    ]
    families = {
        400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict",
        412: "PreconditionFailed", 422: "Invalid", 428: "PreconditionRequired", 429: "TooManyRequests",
    }  # fmt: skip
    codes = sorted(contract.problems.items())
    for code, status in codes:
        base = families.get(status, "ServiceFault" if status >= 500 else "Problem")
        lines.append(f'\nclass {class_name(code)}(errors.{base}):\n    """`{code}` ({status})"""\n')
    entries = "".join(f'    "{code}": {class_name(code)},\n' for code, _ in codes)
    lines.append(f"\nBY_CODE: dict[str, type[errors.Problem]] = {{\n{entries}}}\n")
    return "\n".join(lines)


def class_name(code: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"\W+", code))


def resources(contract: Contract) -> str:
    """`sammen/contract.py`: what there is, as data; the command reads it."""
    lines = [
        '"""What the contract offers, as data. Made by generate.py; do not edit."""\n',
        "from typing import NamedTuple\n",
        "\nclass Resource(NamedTuple):\n"
        '    """A room of the contract: its address, its methods, those that are transitions of a thing.\n\n'
        "    `parts` hang below a thing, `wholes` below the room; `bodies` are models, by the word the command uses.\n"
        '    """\n\n'
        "    path: str\n    model: str | None\n    methods: tuple[str, ...]\n    actions: tuple[str, ...]\n"
        "    parts: tuple[str, ...]\n    wholes: tuple[str, ...]\n    bodies: dict[str, str]\n",
        f'\nSHA256 = "{fingerprint(contract)}"',
        f'VERSION = "{contract.document.get("info", {}).get("version", "")}"',
        "RESOURCES = {",
    ]
    lines += [_resource(contract, room) for room in contract.rooms() if not room.alone]
    lines += ["}", "WORDS: dict[str, dict[str, tuple[str, ...]]] = {"]
    lines += [f'    "{room.name}": {words!r},' for room in contract.rooms() if (words := _words(contract, room))]
    about = "What is accepted where only some words are, by resource and member of a new thing."
    lines += ["}", f'"""{about}"""', "NEEDED: dict[str, dict[str, tuple[str, ...]]] = {"]
    lines += [f'    "{room.name}": {filters!r},' for room in contract.rooms() if (filters := _needed(room))]
    about = "The filters without which what hangs below a thing, or a room, is not read."
    return "\n".join([*lines, "}", f'"""{about}"""\n'])


def _needed(room: Room) -> dict[str, tuple[str, ...]]:
    found = {
        one.parts[-1]: tuple(str(param["name"]) for param in one.filters if param.get("required"))
        for one in written(room)
        if one.method == "get" and one.parts
    }
    return {part: names for part, names in found.items() if names}


def _words(contract: Contract, room: Room) -> dict[str, tuple[str, ...]]:
    for operation in written(room):
        if operation.name == "create" and operation.body:
            members = contract.follow(operation.body).get("properties", {})
            found = {name: types.words(contract, schema) for name, schema in members.items()}
            return {name: words for name, words in found.items() if words}
    return {}


def _resource(contract: Contract, room: Room) -> str:
    operations = list(written(room))
    named = {entry.name: entry for entry in operations}
    reading = named.get("get", named.get("list"))
    model = types.answer(contract, reading).removeprefix("models.") if reading is not None else "Any"
    found = repr(plain(model)) if model not in {"Any", "None", "str"} else "None"
    actions = tuple(one.name for one in operations if one.method == "post" and one.targets == 1 and one.parts[1:])
    parts, wholes = (
        tuple(one.parts[-1] for one in operations if one.method == "get" and _below(one, targets)) for targets in (1, 0)
    )
    return (
        f'    "{room.name}": Resource("{room.path}", {found}, {tuple(named)!r}, {actions!r}, {parts!r}, {wholes!r}, '
        f"{_bodies(contract, room)!r}),"
    )


def _below(operation: Operation, targets: int) -> bool:
    return operation.targets == targets and len(operation.parts) == targets + 1


def _bodies(contract: Contract, room: Room) -> dict[str, str]:
    """The model of each body, by `create`, `update`, or what stands behind the thing (`-`: the room) in the address."""
    found: dict[str, str] = {}
    for operation in written(room):
        named = types.model(contract, operation.body) if operation.body else "Any"
        if named != "Any":
            word = operation.parts[-1] if operation.parts and not operation.parts[-1].startswith("{") else ""
            word = f"- {word}" if word and not operation.targets else word
            model = plain(named.removeprefix("models."))
            found[word or {"post": "create", "patch": "update"}.get(operation.method, operation.method)] = model
    return found


def fingerprint(contract: Contract) -> str:
    """The contract's own mark: shows without any tool that the client was made from another one."""
    text = json.dumps(contract.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
