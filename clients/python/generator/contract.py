"""Reads an OpenAPI document as what the client makes of it: rooms, and the operations in them."""

import json
import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]

PREFIX = "/v1/"
METHODS = ("get", "post", "put", "patch", "delete")
CALL = "__call__"
"""The method of a room that is one thing: `client.me()`, beside `client.me.password(...)`."""

_BY_HAND = {"token", "calendar.ics"}  # sign-in has a protocol of its own; calendars are for calendar programs


@dataclass(frozen=True)
class Operation:
    """One operation: `name` is that of the method, `parts` its path below the room."""

    name: str
    method: str
    path: str
    parts: tuple[str, ...]
    about: str
    answer: Schema | None
    body: Schema | None
    media: str | None
    params: tuple[Schema, ...]
    id: str
    public: bool

    @property
    def targets(self) -> int:
        return sum(part.startswith("{") for part in self.parts)

    @property
    def paged(self) -> bool:
        return self.method == "get" and self.answer is not None and "next_cursor" in self.answer.get("properties", {})

    @property
    def filters(self) -> tuple[Schema, ...]:
        hidden = {"limit", self.cursor} if self.paged else set()
        return tuple(param for param in self.params if param["in"] == "query" and param["name"] not in hidden)

    @property
    def cursor(self) -> str:
        names = {param["name"] for param in self.params}
        return "cursor" if "cursor" in names or "after" not in names else "after"


@dataclass
class Room:
    """A resource: the operations below one word of the contract."""

    name: str
    path: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def title(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("_"))

    @property
    def alone(self) -> bool:
        """Whether it is one thing only, such as /v1/me: a method of the client rather than a room."""
        return len(self.operations) == 1 and not self.operations[0].parts and self.operations[0].name == CALL


class Contract:
    """The document, with its references followed where they are asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @classmethod
    def load(cls, path: Path) -> "Contract":
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def schemas(self) -> dict[str, Any]:
        schemas: dict[str, Any] = self.document.get("components", {}).get("schemas", {})
        return schemas

    @property
    def problems(self) -> dict[str, int]:
        return dict(self.document.get("x-problems", {}))

    def follow(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            found: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            schema = found
        return schema

    def rooms(self) -> list[Room]:
        found: dict[str, Room] = {}
        for path, item in sorted(self.document["paths"].items()):
            first, *parts = path.removeprefix(PREFIX).split("/")
            if not path.startswith(PREFIX) or first in _BY_HAND:
                continue
            name = _word(first)
            room = found.setdefault(name, Room(name, f"{PREFIX}{first}"))
            for method in METHODS:
                if method in item:
                    room.operations.append(self._operation(path, tuple(parts), method, item[method], item))
        for room in found.values():
            room.operations = list(_told_apart(room))
        return [found[name] for name in sorted(found)]

    def _operation(
        self, path: str, parts: tuple[str, ...], method: str, operation: Mapping[str, Any], item: Mapping[str, Any]
    ) -> Operation:
        answer = self._answer(operation)
        params = [*item.get("parameters", []), *operation.get("parameters", [])]
        media, body = self._body(operation)
        made = Operation(
            name="",
            method=method,
            path=path,
            parts=parts,
            about=str(operation.get("description") or operation.get("summary") or "").strip(),
            answer=answer,
            body=body,
            media=media,
            params=tuple(self.follow(param) for param in params),
            id=re.sub(r"\W|_v1_.*$", "_", str(operation.get("operationId", ""))).rstrip("_"),
            public=operation.get("security") == [],
        )
        return _named(made, _name(made))

    def _answer(self, operation: Mapping[str, Any]) -> Schema | None:
        for status in ("200", "201", "202", "204"):
            if status in operation.get("responses", {}):
                content = self.follow(operation["responses"][status]).get("content", {})
                if not content:
                    return None
                schema = content.get("application/json", {}).get("schema")
                if schema is None:
                    return {"type": "string", "x-text": True}
                # A page is known by its members, which only its own schema holds.
                whole = self.follow(schema)
                return whole if "next_cursor" in whole.get("properties", {}) else schema
        return None

    def _body(self, operation: Mapping[str, Any]) -> tuple[str | None, Schema | None]:
        content = self.follow(operation.get("requestBody", {})).get("content", {})
        for media in ("application/merge-patch+json", "application/json"):
            if media in content:
                return media, content[media].get("schema", {})
        return (next(iter(content)), None) if content else (None, None)


def _name(operation: Operation) -> str:
    parts, method = operation.parts, operation.method
    plain = [part for part in parts if not part.startswith("{")]
    if operation.targets > 1 or len(plain) > 1:
        return operation.id
    if plain and method in {"get", "post"}:
        return _word(plain[0])
    if plain:
        return operation.id
    if operation.targets:
        return {"get": "get", "patch": "update", "put": "replace", "delete": "delete"}.get(method, operation.id)
    if method == "get":
        return "list" if operation.paged else CALL
    return {"post": "create"}.get(method, operation.id)


def _told_apart(room: Room) -> Iterator[Operation]:
    """Two operations that would have one name: the reading one keeps it, the other goes by its operation id."""
    taken: set[str] = set()
    for operation in sorted(room.operations, key=lambda entry: (entry.path, entry.method != "get")):
        name = operation.id if operation.name in taken else operation.name
        taken.add(name)
        yield _named(operation, name)


def _named(operation: Operation, name: str) -> Operation:
    return Operation(**{**operation.__dict__, "name": name})


def _word(text: str) -> str:
    word = re.sub(r"\W", "_", text)
    return f"{word}_" if keyword.iskeyword(word) else word
