"""A piece of evidence, how it is referred to, and the pack of them that a dialogue rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from api.core.settings import settings
from api.stakeholder_input.models import CHILD_VOICES, PARENT_VOICES

Row = dict[str, Any]


class EvidenceKind(StrEnum):
    """The three kinds of evidence."""

    measurement = "measurement"
    observation = "observation"
    stakeholder_input = "stakeholder_input"


class Lacking(StrEnum):
    """What a pack lacks."""

    no_quantitative = "no_quantitative"
    no_qualitative = "no_qualitative"
    no_child_voice = "no_child_voice"
    no_parent_voice = "no_parent_voice"


class Reference(NamedTuple):
    """How a piece of evidence is cited: its kind and its id."""

    kind: EvidenceKind
    id: UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as everyone may see it: what is withheld for small groups is null in `shown` already.

    The words of input are in `shown["text"]` for whoever may read them; `without_words` is the piece for the others.
    """

    reference: Reference
    institution_id: UUID | None
    voice: str | None = None
    shown: Row = field(default_factory=dict)

    @property
    def quantitative(self) -> bool:
        """Whether it is a figure; observations and voices are qualitative."""
        return self.reference.kind == EvidenceKind.measurement

    @property
    def is_for_many(self) -> bool:
        """Whether its words, if it has any, are of so many people that whoever sees the piece may read them."""
        people: int | None = self.shown.get("people_count")
        return people is None or people >= settings().words_from_people

    def without_words(self) -> "Piece":
        """The piece for those who may not read the words of so few people."""
        if self.shown.get("text") is None:
            return self
        return Piece(
            self.reference, self.institution_id, self.voice, {**self.shown, "text": None, "text_withheld": True}
        )

    def seen_by(self, every_word: bool) -> Row:
        """JSON for who may read every word, or those of many people only."""
        return (self if every_word or self.is_for_many else self.without_words()).frozen()

    def frozen(self) -> Row:
        """JSON to be pinned when a dialogue is held: `{"kind", "id", "quantitative", "voice", "shown"}`."""
        return {
            "kind": str(self.reference.kind),
            "id": str(self.reference.id),
            "quantitative": self.quantitative,
            "voice": self.voice,
            "shown": {name: _plain(value) for name, value in self.shown.items()},
        }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def lacking(pieces: Iterable[Piece]) -> list[Lacking]:
    """What these pieces lack, in the order of domain.md; a figure that is withheld or missing is none."""
    found = list(pieces)
    voices = {piece.voice for piece in found}
    there = {
        Lacking.no_quantitative: any(piece.quantitative and piece.shown.get("value") is not None for piece in found),
        Lacking.no_qualitative: any(not piece.quantitative for piece in found),
        Lacking.no_child_voice: not voices.isdisjoint(CHILD_VOICES),
        Lacking.no_parent_voice: not voices.isdisjoint(PARENT_VOICES),
    }
    return [name for name, is_there in there.items() if not is_there]


@dataclass(frozen=True, slots=True)
class Pack:
    """The three kinds side by side for one institution and round."""

    measurements: tuple[Piece, ...] = ()
    observations: tuple[Piece, ...] = ()
    stakeholder_input: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of them."""
        return (*self.measurements, *self.observations, *self.stakeholder_input)

    def answer(self, every_word: bool) -> Row:
        """The three kinds and what is lacking; with words of few people for those whom they are for only."""
        return {
            "measurements": [piece.seen_by(every_word) for piece in self.measurements],
            "observations": [piece.seen_by(every_word) for piece in self.observations],
            "stakeholder_input": [piece.seen_by(every_word) for piece in self.stakeholder_input],
            "lacking": list(self.lacking),
        }

    @property
    def lacking(self) -> list[Lacking]:
        """What is not there."""
        return lacking(self.pieces)
