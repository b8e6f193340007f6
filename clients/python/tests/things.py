"""Made-up things that fit the contract's models, whatever these ask for at present."""

import types
import uuid
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from sammen import models
from sammen.contract import RESOURCES

_PLAIN: dict[Any, Any] = {str: "Fjord", int: 1, float: 1.0, bool: False}


def thing(room: str, **members: Any) -> dict[str, Any]:
    """A thing of a room as the service would answer it."""
    name = RESOURCES[room].model
    made = example(getattr(models, name)) if name else {}
    return {"id": str(uuid.uuid4()), "version": 1, **made, **members}


def example(model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: value(field.annotation)
        for name, field in model.model_fields.items()
        if field.default is PydanticUndefined and field.default_factory is None
    }


def value(kind: Any) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if type(None) in args else value(args[0])
    if origin is Literal:
        return args[0]
    if origin in {list, dict}:
        return origin()
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return example(kind)
    if kind is uuid.UUID:
        return str(uuid.uuid4())
    if kind is date:
        return "2026-08-01"
    return _PLAIN.get(kind, datetime(2026, 8, 1, tzinfo=UTC).isoformat())
