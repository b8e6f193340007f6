"""Every operation of the contract, with an address and a body that could be meant."""

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

SECRET = "a secret for tests only, forty characters"
NOBODY = UUID("0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")
_REF = "#/components/schemas/"
_FORMATS = {"uuid": str(NOBODY), "date": "2026-03-01", "date-time": "2026-03-01T12:00:00Z", "uri": "https://a.example/"}

# What a schema alone does not tell: bodies, by operation, that the service's own validation takes.
BODIES: dict[str, Any] = {}


@cache
def app() -> FastAPI:
    """The service, not connected to anything."""
    return create_app(Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET))


@cache
def contract() -> dict[str, Any]:
    return app().openapi()


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to, or the part itself."""
    while "$ref" in part:
        found: Any = contract()
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    written: Any

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def name(self) -> str:
        return str(self.written["operationId"])

    @property
    def roles(self) -> list[str]:
        return list(self.written.get("x-roles", []))

    @property
    def signed_in(self) -> bool:
        return bool(self.written["security"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [resolved(part) for part in self.written["parameters"]]

    @property
    def conditional(self) -> bool:
        return any(part["name"] == "If-Match" for part in self.parameters)

    @property
    def listed(self) -> str | None:
        """The name of the page's schema, for a list."""
        content = self.written["responses"].get("200", {}).get("content", {})
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "").removeprefix(_REF)
        return name if name.startswith("Page_") else None

    def address(self, id: UUID = NOBODY) -> str:
        path = self.path.replace("{id}", str(id))
        for part in self.parameters:
            if part["in"] == "path":
                path = path.replace(f"{{{part['name']}}}", str(sample(part["schema"])))
        needed = [part for part in self.parameters if part["in"] == "query" and part["required"]]
        query = urlencode({part["name"]: sample(part["schema"]) for part in needed})
        return f"{path}?{query}" if query else path

    @property
    def media_type(self) -> str | None:
        """The first type of body that it takes."""
        return next(iter(resolved(self.written.get("requestBody", {})).get("content", {})), None)

    @property
    def body(self) -> Any:
        """A body that the schema allows, or None where there is none."""
        if self.name in BODIES:
            return BODIES[self.name]
        content = resolved(self.written.get("requestBody", {})).get("content", {})
        return sample(content["application/json"]["schema"]) if "application/json" in content else None


def operations() -> Iterator[Operation]:
    for path, methods in contract()["paths"].items():
        for method, written in methods.items():
            yield Operation(method, path, written)


def sample(schema: dict[str, Any]) -> Any:
    """A small value that the schema allows."""
    schema = resolved(schema)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return sample(schema[word][0])
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: sample(schema["properties"][name]) for name in schema.get("required", [])}
    if kind == "array":
        return [sample(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        return _text(schema)
    return {"boolean": True, "null": None}.get(kind, schema.get("minimum", 1))


def _text(schema: dict[str, Any]) -> str:
    if schema.get("examples"):
        return str(schema["examples"][0])
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength", 200)
    if schema.get("pattern", TEXT) != TEXT:
        return _matching(schema["pattern"], least)
    return "Ord".ljust(least, "d")[:most]


@cache
def _matching(pattern: str, least: int) -> str:
    # Always the same one, and looked for long enough: by chance alone, one run of many would find none.
    quiet = settings(database=None, suppress_health_check=list(HealthCheck), deadline=None, max_examples=10_000)
    found = strategies.from_regex(pattern, fullmatch=True)
    return str(find(found, lambda text: len(text) >= least, settings=quiet, random=Random(0)))  # noqa: S311  # no secret
