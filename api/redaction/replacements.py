"""The text that replaces redacted text, in a single text and in JSON lists of questions, points or labels."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from api.redaction.registry import TextField

_QUESTION_MEMBERS: Final = ("text", "title", "prompt")
"""The members of a question or a point that hold what it asks."""
MARK_LENGTH: Final = 200
_LABEL_LENGTH: Final = 64
_TEXT_LENGTH: Final = 10_000


def redaction_mark(reason: str, max_length: int | None, number: int | None = None) -> str:
    """Return `[fjernet: reason]`, for a field that may not be empty; `number` keeps labels distinct."""
    removed = "fjernet" if number is None else f"fjernet {number}"
    return f"[{removed}: {reason}"[: (max_length or _TEXT_LENGTH) - 1] + "]"


def texts_of(text_field: TextField, value: Any) -> list[str]:
    """The texts that a field holds: its text, what its questions or points ask, or its labels; each once, in order."""
    if isinstance(value, str):
        return [value]
    texts: list[str] = []
    for item in value or ():
        members = [item] if isinstance(item, str) else [item.get(name) for name in _members(text_field)]
        for member in members:
            texts += member if isinstance(member, list) else [member] if isinstance(member, str) else []
    return list(dict.fromkeys(texts))


def _members(text_field: TextField) -> tuple[str, ...]:
    return _QUESTION_MEMBERS if text_field.labels is None else (text_field.labels,)


def replacements(
    text_field: TextField, texts: Collection[str], reason: str, max_length: int | None = MARK_LENGTH
) -> dict[str, str]:
    """The mark that replaces each text. Labels are numbered, so that they stay distinct."""
    if text_field.labels is None:
        return dict.fromkeys(texts, redaction_mark(reason, max_length))
    return {text: redaction_mark(reason, _LABEL_LENGTH, number) for number, text in enumerate(texts, 1)}


def replace_texts(text_field: TextField, value: Any, marks: Mapping[str, str]) -> Any:
    """A field's value with these texts replaced; keys and types of questions and points stay."""

    def replaced(member: Any) -> Any:
        if isinstance(member, list):
            return [replaced(text) for text in member]
        return marks.get(member, member) if isinstance(member, str) else member

    if not isinstance(value, list):
        return replaced(value)
    return [
        {**item, **{name: replaced(item[name]) for name in _members(text_field) if name in item}}
        if isinstance(item, dict)
        else replaced(item)
        for item in value
    ]


def redacted_value(row: Any, text_field: TextField, reason: str, *, marks_in_place: bool) -> Any:
    """The value of a row's field without its text: empty where it may be, else a mark with the reason."""
    value, column = getattr(row, text_field.field), row.__table__.c[text_field.field]
    if isinstance(value, list):
        if text_field.labels is None and not (value and isinstance(value[0], dict)):
            return []
        return replace_texts(text_field, value, replacements(text_field, texts_of(text_field, value), reason))
    if column.nullable and not marks_in_place:
        return None
    return None if value is None else redaction_mark(reason, getattr(column.type, "length", None))
