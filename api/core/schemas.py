"""What the shapes of requests and answers are made of: strict in, described out."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter


class RequestSchema(BaseModel):
    """Something read from a request: strict in, nothing dropped."""

    model_config = ConfigDict(strict=True, extra="forbid", validate_default=False)


def _without_defaults(schema: dict[str, Any]) -> None:
    for property in schema.get("properties", {}).values():
        property.pop("default", None)


class PatchSchema(RequestSchema):
    """A JSON merge patch: what is absent stays as it is, null clears. The defaults of its fields mean nothing."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    def given(self) -> dict[str, Any]:
        """The fields that the request named, as Python values."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _open(schema: dict[str, Any]) -> None:
    # Within v1 answers may gain fields: the contract must not let a reader refuse them.
    schema.pop("additionalProperties", None)


class ResponseSchema(BaseModel):
    """Something written to an answer; describes the contract, validates nothing on the way out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_open)


class ResourceSchema(ResponseSchema):
    """What every answer of a thing begins with."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime


def max_values(shape: Any) -> float:
    """How many members and elements something of this shape holds at most, at whatever depth, by its own bounds."""
    schema = TypeAdapter(shape).json_schema()
    return _held(schema, schema.get("$defs", {}))


def _held(schema: Mapping[str, Any], named: Mapping[str, Any]) -> float:
    if "$ref" in schema:
        return _held(named[schema["$ref"].rpartition("/")[2]], named)
    if either := schema.get("anyOf", schema.get("oneOf")):
        return max(_held(one, named) for one in either)
    each, most = schema.get("items"), schema.get("maxItems", math.inf)
    if each is None:
        each, most = schema.get("additionalProperties"), schema.get("maxProperties", math.inf)
    listed = most * (1 + _held(each, named)) if isinstance(each, dict) else 0
    return listed + sum(1 + _held(member, named) for member in schema.get("properties", {}).values())
