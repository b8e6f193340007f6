"""What a route's function is given: what the door knows already, and a model of query parameters in one go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api.access.caller import current_context


class RemainingDependencies(NamedTuple):
    """What FastAPI is left to solve at each request, and the models of query parameters that are read beside it."""

    dependant: Dependant
    models: Mapping[str, Any]


def without_shortcut_parameters(asked: Dependant) -> RemainingDependencies:
    """What is left for FastAPI to solve at each request; its contract is made of `asked` as a whole.

    FastAPI takes a model of parameters apart field by field: that was a fifth of the time of a list.
    """
    endpoint = asked.call
    if endpoint is None:
        raise TypeError("a route has a function")
    models = {param.name: param.field_info.annotation for param in asked.query_params}
    models = {name: model for name, model in models.items() if _is_model(model)}
    calls = [
        dependency.name for dependency in asked.dependencies if dependency.call is current_context and dependency.name
    ]

    async def given(asked_by: Request, **values: Any) -> Any:
        state = asked_by.state
        if state.refused:  # only now is the body read too, so that all is told at once
            raise RequestValidationError([])
        for name in calls:
            values[name] = state.context
        values |= state.query
        if asked.request_param_name is not None:
            values[asked.request_param_name] = asked_by
        return await endpoint(**values)

    left = replace(
        asked,
        call=given,
        request_param_name="asked_by",
        query_params=[param for param in asked.query_params if param.name not in models],
        dependencies=[dependency for dependency in asked.dependencies if dependency.call is not current_context],
    )
    return RemainingDependencies(left, models)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def read_query(models: Mapping[str, Any], request: Request) -> tuple[dict[str, BaseModel], list[dict[str, Any]]]:
    """The query as the models have it, and what is wrong in it; names that are unknown are told elsewhere."""
    read: dict[str, BaseModel] = {}
    errors: list[dict[str, Any]] = []
    for name, model in models.items():
        try:
            read[name] = model.model_validate(dict(request.query_params))
        except ValidationError as error:
            told = error.errors(include_url=False)
            errors += [{**one, "loc": ("query", *one["loc"])} for one in told if one["type"] != "extra_forbidden"]
    return read, errors
