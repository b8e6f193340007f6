"""Parsing the figures of a long file: repeated text fields are validated once, numbers in each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError, create_model

from api.core.problems import Fault
from api.core.schemas import RequestSchema
from api.http import validation_errors
from api.measurements.schemas import MeasurementCreate

_WORD_FIELDS = ("period", "breakdown", "status", "source")
_NUMBER_FIELDS = ("value", "n", "standard_error")
_FIELDS = set(MeasurementCreate.model_fields)
_MAX_CACHED = 50_000
# Attributes that pydantic sets on each instance; a model without them fails when it is copied or compared.
_PYDANTIC_ATTRIBUTES = (("__pydantic_extra__", None), ("__pydantic_private__", None))


def _partial_schema(name: str, fields: Sequence[str]) -> type[RequestSchema]:
    """Return a schema of some fields of a measurement, with the same types and constraints."""
    all_fields = MeasurementCreate.model_fields
    definitions: dict[str, Any] = {field: (all_fields[field].annotation, all_fields[field]) for field in fields}
    return create_model(name, __base__=RequestSchema, **definitions)


_Words, _Numbers = _partial_schema("Words", _WORD_FIELDS), _partial_schema("Numbers", _NUMBER_FIELDS)


class FigureParser:
    """Parses the rows of one file as measurements; caches the text fields that it has validated."""

    def __init__(self) -> None:
        self._cache: dict[tuple[Any, ...], dict[str, Any]] = {}

    def parse(self, values: Mapping[str, Any]) -> tuple[MeasurementCreate | None, list[Fault]]:
        """Return the measurement with these values, or None and all their faults."""
        institution_id, indicator_id = values.get("institution_id"), values.get("indicator_id")
        try:
            if institution_id is not None and indicator_id is not None:
                numbers = _Numbers.model_validate({name: values[name] for name in _NUMBER_FIELDS if name in values})
                fields: dict[str, Any] = {
                    "institution_id": institution_id,
                    "indicator_id": indicator_id,
                    "package_id": values.get("package_id"),
                    **self._words(values),
                    **numbers.__dict__,
                }
                return _construct(fields), []
            return MeasurementCreate.model_validate(values), []
        except (ValidationError, TypeError):
            return None, _faults(values)

    def _words(self, values: Mapping[str, Any]) -> dict[str, Any]:
        words = tuple(values.get(name) for name in _WORD_FIELDS)
        fields = self._cache.get(words)
        if fields is None:
            if len(self._cache) > _MAX_CACHED:
                self._cache.clear()
            present = {name: word for name, word in zip(_WORD_FIELDS, words, strict=True) if word is not None}
            fields = self._cache[words] = dict(_Words.model_validate(present).__dict__)
        return fields


def _construct(fields: dict[str, Any]) -> MeasurementCreate:
    """Return a measurement of all its fields, validated already.

    Like `model_construct`, but without looking up a default for each field.
    """
    measurement = MeasurementCreate.__new__(MeasurementCreate)
    for name, value in (("__dict__", fields), ("__pydantic_fields_set__", _FIELDS), *_PYDANTIC_ATTRIBUTES):
        object.__setattr__(measurement, name, value)
    return measurement


def _faults(values: Mapping[str, Any]) -> list[Fault]:
    try:
        MeasurementCreate.model_validate(dict(values))
    except ValidationError as error:
        return validation_errors.faults_from_errors(error.errors())
    return []
