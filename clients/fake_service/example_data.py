"""Made-up items that are valid by the generated models."""

import types
import uuid
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from sammen import models
from sammen.sync import resources

_EXAMPLES: dict[Any, Any] = {str: "Fjord", int: 1, float: 1.0, bool: False}


def example_item(resource: str, **fields: Any) -> dict[str, Any]:
    """An item of a resource (such as `focus_areas`) as the service would return it."""
    model = model_of(resource)
    return {"id": str(uuid.uuid4()), "version": 1, **(example(model) if model else {}), **fields}


def model_of(resource: str) -> type[BaseModel] | None:
    """The model that `get` of a resource returns; None when the resource has no such method."""
    resource_class = getattr(resources, "".join(word.capitalize() for word in resource.split("_")))
    annotation = getattr(getattr(resource_class, "get", None), "__annotations__", {}).get("return", "")
    return getattr(models, annotation.removeprefix("models."), None)


def example(model: type[BaseModel]) -> dict[str, Any]:
    """The required fields of a model, filled."""
    return {
        name: example_value(field.annotation)
        for name, field in model.model_fields.items()
        if field.default is PydanticUndefined and field.default_factory is None
    }


def example_value(annotation: Any) -> Any:
    """A value that fits an annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        return None if type(None) in arguments else example_value(arguments[0])
    if origin is Literal:
        return arguments[0]
    if origin in {list, dict}:
        return origin()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return example(annotation)
    if annotation is uuid.UUID:
        return str(uuid.uuid4())
    if annotation is date:
        return "2026-08-01"
    return _EXAMPLES.get(annotation, datetime(2026, 8, 1, tzinfo=UTC).isoformat())
