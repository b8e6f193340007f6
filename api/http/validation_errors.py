"""Validation errors of pydantic as faults in both languages: the place, what is wrong, and what is accepted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.core.problems import INVALID_INPUT, LOOKS_LIKE_CPR_NUMBER, MAX_ERRORS, NOT_FOUND, Fault, LocalizedText, Problem
from api.core.validation import PATTERN_DESCRIPTIONS

# A name that may be repeated in a response: one that a contract could contain, without a number that could be personal.
_SAFE_NAME = re.compile(r"(?!.*\d{4})[A-Za-z_][A-Za-z0-9_\-]{0,63}")


_EXPECTED_DATE = LocalizedText("A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD.")
_EXPECTED_TIMESTAMP = LocalizedText(
    "A timestamp is written as in RFC 3339, with an offset.", "Et tidspunkt skrives som i RFC 3339, med tidszone."
)
_EXPECTED_INTEGER = LocalizedText("A whole number is expected here.", "Her forventes et helt tal.")
_EXPECTED_NUMBER = LocalizedText("A number is expected here.", "Her forventes et tal.")
_EXPECTED_TEXT = LocalizedText("Text is expected here.", "Her forventes tekst.")
_EXPECTED_BOOLEAN = LocalizedText("true or false is expected here.", "Her forventes true eller false.")
_EXPECTED_LIST = LocalizedText("A list is expected here.", "Her forventes en liste.")
_EXPECTED_OBJECT = LocalizedText("An object with fields is expected here.", "Her forventes et objekt med felter.")

# The text of each code; without a full stop, what is accepted follows.
_TEXTS = {
    "unknown-field": LocalizedText("There is no such field here.", "Der er intet felt med det navn her."),
    "required": LocalizedText("This is required.", "Dette er påkrævet."),
    "too-short": LocalizedText("This is too short", "Dette er for kort"),
    "too-long": LocalizedText("This is too long", "Dette er for langt"),
    "out-of-bounds": LocalizedText("This is out of bounds", "Dette er uden for det tilladte område"),
    "not-one-of": LocalizedText("This is not one of the accepted values", "Dette er ikke en af de mulige værdier"),
    "not-matching": LocalizedText("This does not have the expected form", "Dette har ikke den forventede form"),
    "wrong-type": LocalizedText("This has the wrong type.", "Dette har en forkert type."),
    "not-a-date": _EXPECTED_DATE,
    "not-a-moment": _EXPECTED_TIMESTAMP,
    "not-an-id": LocalizedText("An id is a UUID in its usual form.", "Et id er et UUID på den sædvanlige form."),
    "control-characters": LocalizedText("Control characters are not accepted.", "Kontroltegn modtages ikke."),
}

# The code in the contract of each error type of pydantic; other types are `wrong-type`.
_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown-field",
    "string_too_short": "too-short",
    "too_short": "too-short",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "string_pattern_mismatch": "not-matching",
    "string_unicode": "control-characters",
    "greater_than": "out-of-bounds",
    "greater_than_equal": "out-of-bounds",
    "less_than": "out-of-bounds",
    "less_than_equal": "out-of-bounds",
    "finite_number": "out-of-bounds",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "union_tag_invalid": "not-one-of",
    "date_from_datetime_parsing": "not-a-date",
    "date_parsing": "not-a-date",
    "datetime_from_date_parsing": "not-a-moment",
    "datetime_parsing": "not-a-moment",
    "timezone_aware": "not-a-moment",
    "uuid_parsing": "not-an-id",
}
# The expected type of a `wrong-type`, by the first word of pydantic's error type (`int_type`, `int_parsing`).
_EXPECTED_TYPES = {
    "int": _EXPECTED_INTEGER,
    "float": _EXPECTED_NUMBER,
    "string": _EXPECTED_TEXT,
    "bool": _EXPECTED_BOOLEAN,
    "list": _EXPECTED_LIST,
    "dict": _EXPECTED_OBJECT,
    "model": _EXPECTED_OBJECT,
    "date": _EXPECTED_DATE,
    "datetime": _EXPECTED_TIMESTAMP,
    "uuid": _EXPECTED_TEXT,
    "frozenset": _EXPECTED_LIST,
    "set": _EXPECTED_LIST,
    "tuple": _EXPECTED_LIST,
}

# The bounds in the context of pydantic's errors, as the end of a sentence.
_LIMITS = {
    "ge": LocalizedText("at least {}", "mindst {}"),
    "le": LocalizedText("at most {}", "højst {}"),
    "gt": LocalizedText("more than {}", "mere end {}"),
    "lt": LocalizedText("less than {}", "mindre end {}"),
}
_LENGTHS = {
    ("min_length", True): LocalizedText("at least {} characters", "mindst {} tegn"),
    ("max_length", True): LocalizedText("at most {} characters", "højst {} tegn"),
    ("min_length", False): LocalizedText("at least {} elements", "mindst {} elementer"),
    ("max_length", False): LocalizedText("at most {} elements", "højst {} elementer"),
}
_EMPTY = LocalizedText("This must not be empty.", "Dette må ikke være tomt.")


def _accepted(type: str, context: Mapping[str, Any]) -> LocalizedText | None:
    """Return what would be accepted, by the context of pydantic's error; None if it does not contain it."""
    for name, text in _LIMITS.items():
        if name in context:
            return _filled_in(text, _plain_number(context[name]))
    for (name, of_text), text in _LENGTHS.items():
        if name in context and of_text == type.startswith("string"):
            return _filled_in(text, str(context[name]))
    if "pattern" in context:
        return PATTERN_DESCRIPTIONS.get(str(context["pattern"]))
    # pydantic lists the values of an enumeration as "'a', 'b' or 'c'".
    expected = context.get("expected", context.get("expected_tags"))
    return None if expected is None else join_alternatives(re.findall(r"'([^']*)'", str(expected)))


def _plain_number(number: Any) -> str:
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _filled_in(text: LocalizedText, value: str) -> LocalizedText:
    return LocalizedText(text.en.format(value), text.da.format(value))


def join_alternatives(values: Sequence[str]) -> LocalizedText:
    """Return values as `a, b or c`, in both languages."""
    if len(values) < 2:
        return LocalizedText(*(2 * ["".join(values)]))
    others, last = ", ".join(values[:-1]), values[-1]
    return LocalizedText(f"{others} or {last}", f"{others} eller {last}")


def join_text(text: LocalizedText, end: LocalizedText | None) -> LocalizedText:
    """Return a text without a full stop as a sentence, after a colon with its end if there is one."""
    if end is None:
        return LocalizedText(f"{text.en}.", f"{text.da}.")
    return LocalizedText(f"{text.en}: {end.en}.", f"{text.da}: {end.da}.")


def _detail(code: str, type: str, context: Mapping[str, Any]) -> LocalizedText:
    if "da" in context:  # an error of `validation_error`, which has both languages
        return LocalizedText(str(context["en"]), str(context["da"]))
    if context.get("min_length") == 1:
        return _EMPTY
    if code == "wrong-type":
        return _EXPECTED_TYPES.get(type.partition("_")[0], _TEXTS[code])
    text = _TEXTS[code]
    return text if text.en.endswith(".") else join_text(text, _accepted(type, context))


def shown(name: str) -> str:
    """Return a name from a request as it may be repeated in a response: `?` unless it looks like a field's name."""
    return name if _SAFE_NAME.fullmatch(name) else "?"


def pointer(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path, with `?` for names that no contract could contain."""
    return "".join(f"/{part if isinstance(part, int) else shown(part)}" for part in path)


def _fault(error: Mapping[str, Any], place: str, path: Sequence[str | int]) -> Fault:
    """Return the fault of pydantic's error, in the body or in a parameter (`place`)."""
    type, context = str(error["type"]), error.get("ctx") or {}
    code = type if "da" in context else _CODES.get(type, "wrong-type")
    kind = LOOKS_LIKE_CPR_NUMBER if code == LOOKS_LIKE_CPR_NUMBER.code else INVALID_INPUT
    detail = _detail(code, type, context)
    if place == "body":
        return Fault(kind, pointer=pointer(path), code=code, detail=detail)
    return Fault(kind, parameter=str(path[0]) if path else "?", code=code, detail=detail)


def problem_from_errors(errors: Sequence[Mapping[str, Any]], earlier_faults: Sequence[Fault] = ()) -> Problem:
    """Return the problem of validation errors, as pydantic and FastAPI list them, after faults from before validation.

    An invalid id in the path is answered as an unknown one.
    """
    if any(error["loc"][:1] == ("path",) for error in errors):
        return Problem(NOT_FOUND)
    validation_faults = (_fault(error, str(error["loc"][0]), error["loc"][1:]) for error in errors[:MAX_ERRORS])
    # Without duplicates: FastAPI validates a body twice if a dependency reads it too.
    faults = list(dict.fromkeys([*earlier_faults, *validation_faults]))
    faults.sort(key=lambda fault: fault.kind is not LOOKS_LIKE_CPR_NUMBER)
    return Problem(*faults)


def faults_from_errors(errors: Sequence[Any]) -> list[Fault]:
    """Return the faults of a model's own validation errors, for rows of a file and for commands."""
    return [_fault(error, "body", error["loc"]) for error in errors]
