"""Reads an OpenAPI document as resources and their operations."""

import json
import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]

PREFIX = "/v1/"
METHODS = ("get", "post", "put", "patch", "delete")
CALL = "__call__"
"""The method of a resource that is itself a single object: `client.me()`, in addition to `client.me.password(...)`."""

# The token endpoint has a protocol of its own; calendar programs read the calendar feed.
_NOT_GENERATED = {"token", "calendar.ics"}


@dataclass(frozen=True)
class Operation:
    """An operation. `name` is the name of the method, `parts` the path below the resource.

    `response` is None when there is no content; `body` is None also for uploads, which have a `media_type`.
    """

    name: str
    method: str
    path: str
    parts: tuple[str, ...]
    description: str
    response: Schema | None
    body: Schema | None
    media_type: str | None
    parameters: tuple[Schema, ...]
    id: str
    public: bool

    @property
    def id_count(self) -> int:
        """The number of ids in the path."""
        return sum(part.startswith("{") for part in self.parts)

    @property
    def paged(self) -> bool:
        """Whether the response is a page of a list."""
        return (
            self.method == "get" and self.response is not None and "next_cursor" in self.response.get("properties", {})
        )

    @property
    def filters(self) -> tuple[Schema, ...]:
        """The query parameters, except those of pagination."""
        hidden = {"limit", self.cursor_parameter} if self.paged else set()
        return tuple(
            parameter for parameter in self.parameters if parameter["in"] == "query" and parameter["name"] not in hidden
        )

    @property
    def cursor_parameter(self) -> str:
        """The query parameter that takes the cursor."""
        names = {parameter["name"] for parameter in self.parameters}
        return "cursor" if "cursor" in names or "after" not in names else "after"

    @property
    def is_upload(self) -> bool:
        """Whether the body is not JSON."""
        return self.media_type is not None and not self.media_type.endswith("json")


@dataclass
class Resource:
    """The operations below one path segment of the contract."""

    name: str
    path: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def class_name(self) -> str:
        """The name of the class, without the prefix `Async`."""
        return "".join(word.capitalize() for word in self.name.split("_"))

    @property
    def is_singleton(self) -> bool:
        """Whether it is a single object without subresources, such as /v1/me: a method of the client."""
        return len(self.operations) == 1 and not self.operations[0].parts and self.operations[0].name == CALL

    @property
    def generated_operations(self) -> list[Operation]:
        """The operations that methods are generated for: uploads are written by hand."""
        return [operation for operation in self.operations if not operation.is_upload]


class Contract:
    """An OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @classmethod
    def load(cls, path: Path) -> "Contract":
        """Read a contract from a JSON file."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def schemas(self) -> dict[str, Any]:
        """The named schemas."""
        schemas: dict[str, Any] = self.document.get("components", {}).get("schemas", {})
        return schemas

    @property
    def problems(self) -> dict[str, int]:
        """The problem codes and their statuses."""
        return dict(self.document.get("x-problems", {}))

    def resolve(self, schema: Schema) -> Schema:
        """Follow the references of a schema, parameter or response."""
        while "$ref" in schema:
            target: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            schema = target
        return schema

    def resources(self) -> list[Resource]:
        """The resources, sorted by name."""
        resources: dict[str, Resource] = {}
        for path, item in sorted(self.document["paths"].items()):
            segment, *parts = path.removeprefix(PREFIX).split("/")
            if not path.startswith(PREFIX) or segment in _NOT_GENERATED:
                continue
            name = _identifier(segment)
            resource = resources.setdefault(name, Resource(name, f"{PREFIX}{segment}"))
            for method in METHODS:
                if method in item:
                    resource.operations.append(self._operation(path, tuple(parts), method, item[method], item))
        for resource in resources.values():
            resource.operations = list(_with_unique_names(resource))
        return [resources[name] for name in sorted(resources)]

    def _operation(
        self, path: str, parts: tuple[str, ...], method: str, spec: Mapping[str, Any], item: Mapping[str, Any]
    ) -> Operation:
        media_type, body = self._body(spec)
        operation = Operation(
            name="",
            method=method,
            path=path,
            parts=parts,
            description=str(spec.get("description") or spec.get("summary") or "").strip(),
            response=self._response(spec),
            body=body,
            media_type=media_type,
            parameters=tuple(
                self.resolve(parameter) for parameter in [*item.get("parameters", []), *spec.get("parameters", [])]
            ),
            id=re.sub(r"\W|_v1_.*$", "_", str(spec.get("operationId", ""))).rstrip("_"),
            public=spec.get("security") == [],
        )
        return replace(operation, name=_method_name(operation))

    def _response(self, spec: Mapping[str, Any]) -> Schema | None:
        for status in ("200", "201", "202", "204"):
            if status in spec.get("responses", {}):
                content = self.resolve(spec["responses"][status]).get("content", {})
                if not content:
                    return None
                schema = content.get("application/json", {}).get("schema")
                if schema is None:
                    return {"type": "string", "x-text": True}
                # A page is recognised by its properties, which only the resolved schema has.
                resolved = self.resolve(schema)
                return resolved if "next_cursor" in resolved.get("properties", {}) else schema
        return None

    def _body(self, spec: Mapping[str, Any]) -> tuple[str | None, Schema | None]:
        content = self.resolve(spec.get("requestBody", {})).get("content", {})
        for media_type in ("application/merge-patch+json", "application/json"):
            if media_type in content:
                return media_type, content[media_type].get("schema", {})
        return (next(iter(content)), None) if content else (None, None)


def _method_name(operation: Operation) -> str:
    parts, method = operation.parts, operation.method
    words = [part for part in parts if not part.startswith("{")]
    if operation.id_count > 1 or len(words) > 1:
        return operation.id
    if words and method in {"get", "post"}:
        return _identifier(words[0])
    if words:
        return operation.id
    if operation.id_count:
        return {"get": "get", "patch": "update", "put": "replace", "delete": "delete"}.get(method, operation.id)
    if method == "get":
        return "list" if operation.paged else CALL
    return {"post": "create"}.get(method, operation.id)


def _with_unique_names(resource: Resource) -> Iterator[Operation]:
    """Of two operations with the same name the reading one keeps it; the other gets its operation id."""
    taken: set[str] = set()
    for operation in sorted(resource.operations, key=lambda operation: (operation.path, operation.method != "get")):
        name = operation.id if operation.name in taken else operation.name
        taken.add(name)
        yield replace(operation, name=name)


def _identifier(text: str) -> str:
    word = re.sub(r"\W", "_", text)
    return f"{word}_" if keyword.iskeyword(word) else word
