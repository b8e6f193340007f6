"""The operations of the contract, each with a valid path and a valid body."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import FastAPI
from hypothesis import HealthCheck, find, settings, strategies

from api.app import create_app
from api.core.settings import Settings
from api.openapi.schema_normalization import TEXT
from tests.support.application import SECRET

UNKNOWN_ID = UUID("0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")
"""An id that nothing has."""
_REF = "#/components/schemas/"
_FORMATS = {
    "uuid": str(UNKNOWN_ID),
    "date": "2026-03-01",
    "date-time": "2026-03-01T12:00:00Z",
    "uri": "https://a.example/",
}


@cache
def app() -> FastAPI:
    """Return the application without a database."""
    return create_app(Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET))


@cache
def contract() -> dict[str, Any]:
    """Return the OpenAPI contract generated from the code."""
    return app().openapi()


def resolve_reference(part: dict[str, Any]) -> dict[str, Any]:
    """Resolve a reference of the contract; a part without one is returned as it is."""
    while "$ref" in part:
        target: Any = contract()
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
    return part


@dataclass(frozen=True)
class Operation:
    """An operation: `method` in lower case, `path` with its parameters in braces, `definition` as in the contract."""

    method: str
    path: str
    definition: Any

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def name(self) -> str:
        return str(self.definition["operationId"])

    @property
    def roles(self) -> list[str]:
        return list(self.definition.get("x-roles", []))

    @property
    def signed_in(self) -> bool:
        return bool(self.definition["security"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [resolve_reference(part) for part in self.definition["parameters"]]

    @property
    def conditional(self) -> bool:
        """Whether it takes If-Match."""
        return any(part["name"] == "If-Match" for part in self.parameters)

    @property
    def page_schema(self) -> str | None:
        """The name of the page's schema, if it answers a list."""
        content = self.definition["responses"].get("200", {}).get("content", {})
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "").removeprefix(_REF)
        return name if name.startswith("Page_") else None

    def address(self, id: UUID = UNKNOWN_ID) -> str:
        """Return the path with an id, and with sample values of the other parameters that are required."""
        path = self.path.replace("{id}", str(id))
        for part in self.parameters:
            if part["in"] == "path":
                path = path.replace(f"{{{part['name']}}}", str(sample_value(part["schema"])))
        required = [part for part in self.parameters if part["in"] == "query" and part["required"]]
        query = urlencode({part["name"]: sample_value(part["schema"]) for part in required})
        return f"{path}?{query}" if query else path

    @property
    def media_type(self) -> str | None:
        """The first media type of the body, if it takes one."""
        return next(iter(resolve_reference(self.definition.get("requestBody", {})).get("content", {})), None)

    @property
    def body(self) -> Any:
        """A sample of the JSON body, or None if it takes none."""
        content = resolve_reference(self.definition.get("requestBody", {})).get("content", {})
        return sample_value(content["application/json"]["schema"]) if "application/json" in content else None


def operations() -> Iterator[Operation]:
    """Yield every operation of the contract."""
    for path, methods in contract()["paths"].items():
        for method, definition in methods.items():
            yield Operation(method, path, definition)


def sample_value(schema: dict[str, Any]) -> Any:
    """Return a small value that the schema allows."""
    schema = resolve_reference(schema)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return sample_value(schema[keyword][0])
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    type = schema.get("type", "object")
    type = type[0] if isinstance(type, list) else type
    if type == "object":
        return {name: sample_value(schema["properties"][name]) for name in schema.get("required", [])}
    if type == "array":
        return [sample_value(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if type == "string":
        return _text(schema)
    return {"boolean": True, "null": None}.get(type, schema.get("minimum", 1))


def _text(schema: dict[str, Any]) -> str:
    if schema.get("examples"):
        return str(schema["examples"][0])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    min_length, max_length = schema.get("minLength", 0), schema.get("maxLength", 200)
    if schema.get("pattern", TEXT) != TEXT:
        return _text_matching(schema["pattern"], min_length)
    return "Ord".ljust(min_length, "d")[:max_length]


@cache
def _text_matching(pattern: str, min_length: int) -> str:
    # With a fixed seed and many examples: with a random seed and few, a run finds no text now and then.
    search = settings(database=None, suppress_health_check=list(HealthCheck), deadline=None, max_examples=10_000)
    texts = strategies.from_regex(pattern, fullmatch=True)
    return str(find(texts, lambda text: len(text) >= min_length, settings=search, random=Random(0)))  # noqa: S311  # no secret
