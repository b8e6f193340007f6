"""Base classes of all schemas: requests are validated strictly, responses describe the contract."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter


class RequestSchema(BaseModel):
    """A part of a request: strict types, unknown fields refused."""

    model_config = ConfigDict(strict=True, extra="forbid", validate_default=False)


def _remove_defaults(schema: dict[str, Any]) -> None:
    for property in schema.get("properties", {}).values():
        property.pop("default", None)


class PatchSchema(RequestSchema):
    """A JSON merge patch (RFC 7396): absent fields stay unchanged, null clears. The defaults of fields have no meaning
    and are left out of the contract."""

    model_config = ConfigDict(json_schema_extra=_remove_defaults)

    def changes(self) -> dict[str, Any]:
        """Return the fields that the request contains, as Python values."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _allow_additional_properties(schema: dict[str, Any]) -> None:
    # Within v1, responses may gain fields: the contract must not make clients refuse them.
    schema.pop("additionalProperties", None)


class ResponseSchema(BaseModel):
    """A part of a response: it describes the contract; responses are not validated against it when they are sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_allow_additional_properties)


class ResourceSchema(ResponseSchema):
    """The fields that every representation of a resource begins with."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime


def max_values(type_: Any) -> float:
    """Return the largest number of fields and elements that a value of a type can contain, at any depth.

    It follows from the bounds of the type's own JSON schema; infinity if a list or a map is unbounded.
    """
    schema = TypeAdapter(type_).json_schema()
    return _max_values(schema, schema.get("$defs", {}))


def _max_values(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> float:
    if "$ref" in schema:
        return _max_values(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if alternatives := schema.get("anyOf", schema.get("oneOf")):
        return max(_max_values(alternative, definitions) for alternative in alternatives)
    element, most = schema.get("items"), schema.get("maxItems", math.inf)
    if element is None:
        element, most = schema.get("additionalProperties"), schema.get("maxProperties", math.inf)
    elements = most * (1 + _max_values(element, definitions)) if isinstance(element, dict) else 0
    return elements + sum(1 + _max_values(field, definitions) for field in schema.get("properties", {}).values())
