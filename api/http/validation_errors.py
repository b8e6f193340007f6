"""What validation found, told in both languages: where, what is wrong, and what would be taken instead."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.core.problems import INVALID_INPUT, LOOKS_LIKE_CPR_NUMBER, MAX_ERRORS, NOT_FOUND, Fault, LocalizedText, Problem
from api.core.validation import PATTERN_DESCRIPTIONS

# A name that may be said again: one that a contract could hold, with no number in it that could be somebody's.
_NAME = re.compile(r"(?!.*\d{4})[A-Za-z_][A-Za-z0-9_\-]{0,63}")


_NO_DATE = LocalizedText("A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD.")
_NO_MOMENT = LocalizedText(
    "A moment is written as RFC 3339 with an offset.", "Et tidspunkt skrives som RFC 3339 med tidszone."
)
_WHOLE = LocalizedText("A whole number is expected here.", "Her forventes et helt tal.")
_NUMBER = LocalizedText("A number is expected here.", "Her forventes et tal.")
_TEXT = LocalizedText("Text is expected here.", "Her forventes tekst.")
_TRUTH = LocalizedText("true or false is expected here.", "Her forventes true eller false.")
_LIST = LocalizedText("A list is expected here.", "Her forventes en liste.")
_OBJECT = LocalizedText("An object with members is expected here.", "Her forventes et objekt med felter.")

_TEXTS = {
    "unknown-field": LocalizedText("There is no such field here.", "Her findes intet felt med det navn."),
    "required": LocalizedText("This is required.", "Dette er påkrævet."),
    "too-short": LocalizedText("This is too short", "Dette er for kort"),
    "too-long": LocalizedText("This is too long", "Dette er for langt"),
    "out-of-bounds": LocalizedText("This is outside its bounds", "Dette er uden for sine grænser"),
    "not-one-of": LocalizedText("This is not one of the accepted values", "Dette er ikke en af de mulige værdier"),
    "not-matching": LocalizedText("This does not have the form that is expected", "Dette har ikke den forventede form"),
    "wrong-type": LocalizedText("This is of the wrong type.", "Dette er af en forkert type."),
    "not-a-date": _NO_DATE,
    "not-a-moment": _NO_MOMENT,
    "not-an-id": LocalizedText("An id is a UUID in its usual form.", "Et id er et UUID i sædvanlig form."),
    "control-characters": LocalizedText("Control characters are not accepted.", "Kontroltegn modtages ikke."),
}

# pydantic's own errors: the code that they have in the contract.
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
# What a wrong type should have been, by how pydantic's error begins.
_TYPES = {
    "int": _WHOLE, "float": _NUMBER, "string": _TEXT, "bool": _TRUTH, "list": _LIST, "dict": _OBJECT, "model": _OBJECT,
    "date": _NO_DATE, "datetime": _NO_MOMENT, "uuid": _TEXT, "frozenset": _LIST, "set": _LIST, "tuple": _LIST,
}  # fmt: skip

# What pydantic says beside an error, as the end of a sentence.
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


def _limit(type: str, context: Mapping[str, Any]) -> LocalizedText | None:
    """The bound that was missed, if pydantic tells it."""
    for name, words in _LIMITS.items():
        if name in context:
            return _filled(words, _plain(context[name]))
    for (name, of_text), words in _LENGTHS.items():
        if name in context and of_text == type.startswith("string"):
            return _filled(words, str(context[name]))
    if "pattern" in context:
        return PATTERN_DESCRIPTIONS.get(str(context["pattern"]))
    expected = context.get("expected", context.get("expected_tags"))
    return None if expected is None else join_alternatives(re.findall(r"'([^']*)'", str(expected)))


def _plain(number: Any) -> str:
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _filled(words: LocalizedText, value: str) -> LocalizedText:
    return LocalizedText(words.en.format(value), words.da.format(value))


def join_alternatives(values: Sequence[str]) -> LocalizedText:
    """The values that something can have, as the end of a sentence."""
    if len(values) < 2:
        return LocalizedText(*(2 * ["".join(values)]))
    told, last = ", ".join(values[:-1]), values[-1]
    return LocalizedText(f"{told} or {last}", f"{told} eller {last}")


def join_text(words: LocalizedText, end: LocalizedText | None) -> LocalizedText:
    """A sentence that has no full stop yet, with its end."""
    en, da = (f"{begin}: {rest}." for begin, rest in zip(words, end, strict=True)) if end else (f"{w}." for w in words)
    return LocalizedText(en, da)


def _words(code: str, type: str, context: Mapping[str, Any]) -> LocalizedText:
    if "da" in context:
        return LocalizedText(str(context["en"]), str(context["da"]))
    if context.get("min_length") == 1:
        return _EMPTY
    if code == "wrong-type":
        return _TYPES.get(type.partition("_")[0], _TEXTS[code])
    words = _TEXTS[code]
    return words if words.en.endswith(".") else join_text(words, _limit(type, context))


def shown(name: str) -> str:
    """A name from a request as it may be said again: nothing that was sent is echoed but what looks like a name."""
    return name if _NAME.fullmatch(name) else "?"


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a place; names that no contract would hold are left out of it."""
    return "".join(f"/{part if isinstance(part, int) else shown(part)}" for part in path)


def _fault(error: Mapping[str, Any], place: str, path: Sequence[str | int]) -> Fault:
    type, context = str(error["type"]), error.get("ctx") or {}
    code = type if "da" in context else _CODES.get(type, "wrong-type")
    kind = LOOKS_LIKE_CPR_NUMBER if code == LOOKS_LIKE_CPR_NUMBER.code else INVALID_INPUT
    words = _words(code, type, context)
    if place == "body":
        return Fault(kind, pointer=pointer(path), code=code, detail=words)
    return Fault(kind, parameter=str(path[0]) if path else "?", code=code, detail=words)


def problem_from_errors(errors: Sequence[Mapping[str, Any]], told: Sequence[Fault] = ()) -> Problem:
    """The Problem for what validation found, as pydantic and FastAPI list it, after what was found already."""
    if any(error["loc"][:1] == ("path",) for error in errors):
        return Problem(NOT_FOUND)
    found = (_fault(error, str(error["loc"][0]), error["loc"][1:]) for error in errors[:MAX_ERRORS])
    # Once each: a body that a dependency looks at too is validated twice.
    faults = list(dict.fromkeys([*told, *found]))
    faults.sort(key=lambda fault: fault.kind is not LOOKS_LIKE_CPR_NUMBER)
    return Problem(*faults)


def faults_from_errors(errors: Sequence[Any]) -> list[Fault]:
    """The Faults for what a model's own validation found, for rows that come by file."""
    return [_fault(error, "body", error["loc"]) for error in errors]
