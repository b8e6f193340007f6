"""Custom pydantic validation errors in both languages, and descriptions of patterns."""

from typing import Final

from pydantic_core import PydanticCustomError

from api.core.problems import LocalizedText

PATTERN_DESCRIPTIONS: Final[dict[str, LocalizedText]] = {}
"""What a text of each pattern looks like, as the end of a sentence."""


def described_pattern(pattern: str, en: str, da: str) -> str:
    """A pattern with the words for what is expected where it does not fit: it is told who sends something else."""
    PATTERN_DESCRIPTIONS[pattern] = LocalizedText(en, da)
    return pattern


def validation_error(code: str, en: str, da: str) -> PydanticCustomError:
    """The error of a validator of ours, with its words in both languages."""
    return PydanticCustomError(code, "{en}", {"en": en, "da": da})
