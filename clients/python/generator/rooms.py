"""`sammen/aio/rooms.py`: a class for each resource, with a method for each of its operations."""

import textwrap

from generator import types
from generator.contract import CALL, Contract, Operation, Room

_HEAD = '''"""The rooms of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from sammen.aio.imports import AsyncImporting
from sammen.aio.pager import AsyncPager
from sammen.aio.resource import AsyncRawMethod, AsyncRawListMethod, AsyncResource, Body
from sammen.aio.transport import AsyncTransport
from sammen.calls import Target, path_of
from sammen.later import Later

if TYPE_CHECKING:
    from sammen import filters, models
else:
    models = Later("sammen.models")
'''

_BASES = {"imports": "AsyncImporting"}
"""Rooms that can do more than the contract says, by hand."""

_FOR_CHANGES = "*, if_match: str | None = None"
_KEY = "idempotency_key: str | None = None"


def source(contract: Contract) -> str:
    """The text of `sammen/aio/rooms.py`, not yet formatted."""
    rooms = contract.rooms()
    things = [room for room in rooms if not room.alone]
    classes = [_room(contract, room) for room in things]
    raw = [_raw(room) for room in things]
    return "\n\n".join([_HEAD, *classes, *raw, _client(contract, rooms)])


def written(room: Room) -> list[Operation]:
    """The operations that methods are made for: not uploads, which are written by hand."""
    return [entry for entry in room.operations if entry.media is None or entry.media.endswith("json")]


def _room(contract: Contract, room: Room) -> str:
    base = _BASES.get(room.name, "AsyncResource")
    methods = [_method(contract, room, operation) for operation in written(room)]
    view = (
        "@cached_property\n"
        f"def with_raw_response(self) -> Async{room.title}Raw:\n"
        '    """The same methods, each answering the httpx.Response beside what it was read as."""\n'
        f"    return Async{room.title}Raw(self)\n"
    )
    lines = [f'class Async{room.title}({base}):\n    """`{room.path}`"""\n', f'    path = "{room.path}"\n']
    return "\n".join(lines + [textwrap.indent(text, "    ") for text in [*methods, view]])


def _method(contract: Contract, room: Room, operation: Operation) -> str:
    kind = types.answer(contract, operation)
    names = _targets(operation)
    query = f", **filters: Unpack[filters.{filters_name(room, operation)}]" if operation.filters else ""
    about = f'    """{_quoted(operation)}"""\n'
    if operation.paged:
        given = "".join(f", {name}: Target" for name in names)
        slash = ", /" if names else ""
        target = f", {names[-1]}" if names else ""
        return (
            f"def {operation.name}(self{given}{slash}, *, limit: int | None = None, page_size: int | None = None"
            f"{query}) -> AsyncPager[{kind}]:\n{about}"
            f"    return self._list({_path(operation)}, {kind}, {'filters' if query else '{}'}{target}, "
            f'limit=limit, page_size=page_size, cursor="{operation.cursor}")\n'
        )
    return _SHAPES[operation.method](contract, operation, kind, names, query, about)


def _read(contract: Contract, operation: Operation, kind: str, names: list[str], query: str, about: str) -> str:
    given = "".join(f", {name}: Target" for name in names) + (", /" if names else "")
    parts = f", id={names[-1]}" if names else ""
    filters = ", filters" if query else ""
    call = f"await self._get({_path(operation)}, {kind}{filters}{parts}{_signed(operation)})"
    return f"async def {operation.name}(self{given}{query}) -> {kind}:\n{about}    {_answer(call, kind)}\n"


def _post(contract: Contract, operation: Operation, kind: str, names: list[str], query: str, about: str) -> str:
    given = "".join(f", {name}: Target" for name in names)
    target = f", {names[-1]}, if_match=if_match" if names else ""
    options = f"{_FOR_CHANGES}, {_KEY}" if names else f"*, {_KEY}"
    body, members, rest, filters = "body", "members", ", **members: Any", ""
    if operation.media is None:
        body, members, rest = "None", "{}", ""
    else:
        given += f", body: {_body(contract, operation)} = None"
    if query:  # a method takes either members of a body or parameters by name
        members, rest, filters = "{}", query, ", filters=filters"
    given += ", /" if given else ""
    if operation.media is not None:
        body = "{} if body is None else body"  # so that every member that is needed is told, not only the body
    sent = f"{body}, {members}{target}, key=idempotency_key{filters}{_signed(operation)}"
    call = f"await self._post({_path(operation)}, {kind}, {sent})"
    return f"async def {operation.name}(self{given}, {options}{rest}) -> {kind}:\n{about}    {_answer(call, kind)}\n"


def _signed(operation: Operation) -> str:
    return ", signed=False" if operation.public else ""


def _change(contract: Contract, operation: Operation, kind: str, names: list[str], query: str, about: str) -> str:
    given = "".join(f", {name}: Target" for name in names)
    call = (
        f'await self._change("{operation.method.upper()}", {_path(operation)}, {kind}, body, members, '
        f'{names[-1] if names else "None"}, if_match=if_match, media="{operation.media or "application/json"}")'
    )
    return (
        f"async def {operation.name}(self{given}, body: {_body(contract, operation)} = None, /, {_FOR_CHANGES}, "
        f"**members: Any) -> {kind}:\n{about}    {_answer(call, kind)}\n"
    )


def _delete(contract: Contract, operation: Operation, kind: str, names: list[str], query: str, about: str) -> str:
    given = "".join(f", {name}: Target" for name in names)
    call = f"await self._delete({_path(operation)}, {names[-1]}, if_match=if_match)"
    return f"async def {operation.name}(self{given}, /, {_FOR_CHANGES}) -> None:\n{about}    {call}\n"


_SHAPES = {"get": _read, "post": _post, "patch": _change, "put": _change, "delete": _delete}


def _answer(call: str, kind: str) -> str:
    # The house reads an answer at run time, so that mypy sees Any: the annotation says what it is.
    return call if kind == "None" else f"answer: {kind} = {call}\n    return answer"


def _body(contract: Contract, operation: Operation) -> str:
    named = types.model(contract, operation.body) if operation.body else "Any"
    return "Body" if named == "Any" else f"{named} | Body"


def _targets(operation: Operation) -> list[str]:
    """Names for the things in the path: the last is the one that is meant."""
    count = operation.targets
    return ["id"] * min(count, 1) if count < 2 else [*(f"above_{n}" for n in range(1, count)), "id"]


def _path(operation: Operation) -> str:
    names = iter(_targets(operation))
    filled = [f"{{{next(names)}}}" if part.startswith("{") else part for part in operation.parts]
    whole = "/".join([operation.path.split("/")[1], operation.path.split("/")[2], *filled])
    above = _targets(operation)[:-1]
    if not above:
        return f'"/{whole}"'
    given = ", ".join(f"{name}={name}" for name in above)
    return f'path_of("/{whole.replace("{id}", "{{id}}")}", {given})'


def filters_name(room: Room, operation: Operation) -> str:
    words = "" if operation.name == "list" else "".join(word.capitalize() for word in operation.name.split("_"))
    return f"{room.title}{words}"


def _quoted(operation: Operation) -> str:
    about = operation.about or f"`{operation.method.upper()} {operation.path}`"
    return about.replace("\\", "\\\\").replace('"""', "'''").replace("\n", "\n    ").rstrip()


def _raw(room: Room) -> str:
    about = '    """The same methods, each with the answer as it came."""\n'
    lines = [f"class Async{room.title}Raw:\n{about}\n    def __init__(self, of: Async{room.title}) -> None:"]
    lines += [
        f"        self.{entry.name} = {'AsyncRawListMethod' if entry.paged else 'AsyncRawMethod'}(of.{entry.name})"
        for entry in written(room)
        if entry.name != CALL
    ]
    return "\n".join(lines if len(lines) > 1 else [*lines, "        self.of = of"])


def _client(contract: Contract, rooms: list[Room]) -> str:
    lines = [
        'class AsyncRooms:\n    """Every room of the contract, as an attribute."""\n\n'
        "    def __init__(self, transport: AsyncTransport) -> None:\n        self._transport = transport\n"
    ]
    for room in rooms:
        if room.alone:
            operation = room.operations[0]
            kind = types.answer(contract, operation)
            call = f'await AsyncResource(self._transport)._get("{room.path}", {kind}{_signed(operation)})'
            about = f'    """{_quoted(operation)}"""'
            text = f"async def {room.name}(self) -> {kind}:\n{about}\n    {_answer(call, kind)}\n"
        else:
            text = (
                f"@cached_property\ndef {room.name}(self) -> Async{room.title}:\n"
                f'    """`{room.path}`"""\n    return Async{room.title}(self._transport)\n'
            )
        lines.append(textwrap.indent(text, "    "))
    return "\n".join(lines)
