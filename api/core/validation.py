"""Validation errors of this service's own in both languages, and descriptions of patterns."""

from typing import Final

from pydantic_core import PydanticCustomError

from api.core.problems import LocalizedText

PATTERN_DESCRIPTIONS: Final[dict[str, LocalizedText]] = {}
"""What a text that matches each pattern looks like, as the end of a sentence."""


def described_pattern(pattern: str, en: str, da: str) -> str:
    """Register the description of a pattern, which is shown when a text does not match; return the pattern."""
    PATTERN_DESCRIPTIONS[pattern] = LocalizedText(en, da)
    return pattern


def validation_error(code: str, en: str, da: str) -> PydanticCustomError:
    """Return the error that a validator raises, with its text in both languages."""
    return PydanticCustomError(code, "{en}", {"en": en, "da": da})
