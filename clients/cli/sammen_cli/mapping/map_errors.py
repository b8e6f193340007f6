"""Errors in a map, each with its key and line."""

from dataclasses import dataclass

from sammen.errors import SammenError


@dataclass(frozen=True, slots=True)
class MapError:
    """One error of a map."""

    key: str
    line: int | None
    detail: str

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line is not None else ""
        return f"{line}{self.key}: {self.detail}" if self.key else f"{line}{self.detail}"


class InvalidMap(SammenError):
    """The map is invalid, by itself or for this file. All errors are listed."""

    def __init__(self, name: str, errors: list[MapError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join([f"{name}: {len(errors)} error(s)", *(f"- {error}" for error in errors)]))
