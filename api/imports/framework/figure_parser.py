"""Reading the figures of a long file: words come again and again and are judged once, numbers in each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError, create_model

from api.core.problems import Fault
from api.core.schemas import RequestSchema
from api.http import validation_errors
from api.measurements.schemas import MeasurementCreate

_WORDS = ("period", "breakdown", "status", "source")
_NUMBERS = ("value", "n", "standard_error")
_FIELDS = set(MeasurementCreate.model_fields)
_MANY = 50_000
_NOTHING = (("__pydantic_extra__", None), ("__pydantic_private__", None))


def _part(name: str, fields: Sequence[str]) -> type[RequestSchema]:
    """A shape of some fields of a measurement, just as they are there."""
    known = MeasurementCreate.model_fields
    parts: dict[str, Any] = {field: (known[field].annotation, known[field]) for field in fields}
    return create_model(name, __base__=RequestSchema, **parts)


_Said, _Figure = _part("Said", _WORDS), _part("Figure", _NUMBERS)


class Figures:
    """What the rows of one file say, field by field, made into measurements."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def read(self, given: Mapping[str, Any]) -> tuple[MeasurementCreate | None, list[Fault]]:
        """The measurement that a row speaks of, or all that is wrong with it."""
        institution_id, indicator_id = given.get("institution_id"), given.get("indicator_id")
        try:
            if institution_id is not None and indicator_id is not None:
                numbers = _Figure.model_validate({name: given[name] for name in _NUMBERS if name in given})
                made: dict[str, Any] = {
                    "institution_id": institution_id,
                    "indicator_id": indicator_id,
                    "package_id": given.get("package_id"),
                    **self._said(given),
                    **numbers.__dict__,
                }
                return _judged(made), []
            return MeasurementCreate.model_validate(given), []
        except (ValidationError, TypeError):
            return None, _faults(given)

    def _said(self, given: Mapping[str, Any]) -> dict[str, Any]:
        words = tuple(given.get(name) for name in _WORDS)
        found = self._known.get(words)
        if found is None:
            if len(self._known) > _MANY:
                self._known.clear()
            named = {name: word for name, word in zip(_WORDS, words, strict=True) if word is not None}
            found = self._known[words] = dict(_Said.model_validate(named).__dict__)
        return found


def _judged(values: dict[str, Any]) -> MeasurementCreate:
    """A measurement of values that were judged, all of them: as `model_construct`, which looks for each field anew."""
    made = MeasurementCreate.__new__(MeasurementCreate)
    for name, part in (("__dict__", values), ("__pydantic_fields_set__", _FIELDS), *_NOTHING):
        object.__setattr__(made, name, part)
    return made


def _faults(given: Mapping[str, Any]) -> list[Fault]:
    try:
        MeasurementCreate.model_validate(dict(given))
    except ValidationError as error:
        return validation_errors.faults_from_errors(error.errors())
    return []
