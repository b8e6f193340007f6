"""Validation of corrections of measurements."""

from typing import Any

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, raise_faults
from api.measurements.models import Measurement, MeasurementStatus
from api.redaction.schemas import CorrectionCreate

CORRECTED_FIELDS = ("value", "n", "standard_error", "status")
_FIELDS = LocalizedText(
    "Only value, n, standard_error and status can be corrected.",
    "Kun value, n, standard_error og status kan rettes.",
)
_INVALID_VALUE = LocalizedText("The field can't have this value.", "Feltet kan ikke have denne værdi.")
_MAX_PERSONS = 10_000_000
_MAX_VALUE = 1e12


def corrected_values(measurement: Measurement, correction: CorrectionCreate) -> dict[str, Any]:
    """Return the fields that a correction replaces, with their new values; none where it only adds a remark.

    Raises `invalid-input` for a field that can't be corrected or a value that the field can't have.
    """
    field, new = correction.field, correction.becomes
    if field not in CORRECTED_FIELDS:
        raise_faults([Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_FIELDS)])
    if new is None:
        return {}
    if not _is_valid(field, new):
        raise_faults([Fault(INVALID_INPUT, pointer="/becomes", code="wrong-type", detail=_INVALID_VALUE)])
    if field == "status" and new == MeasurementStatus.missing:
        return {"value": None, "standard_error": None, "status": new}
    if field == "value" and measurement.status == MeasurementStatus.missing:
        return {"value": new, "status": MeasurementStatus.reported}
    return {field: int(new) if field == "n" else new}


def _is_valid(field: str, new: Any) -> bool:
    if field == "status":
        return new in list(MeasurementStatus)
    if isinstance(new, bool) or not isinstance(new, int | float):
        return False
    if field == "n":
        return float(new).is_integer() and 0 <= new <= _MAX_PERSONS
    return abs(float(new)) <= _MAX_VALUE and (field == "value" or new >= 0)
