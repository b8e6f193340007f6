"""A piece of evidence, how it is referred to, and the pack of them that a dialogue rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from api.core.settings import settings
from api.evidence.models import EvidenceKind, Lacking
from api.stakeholder_input.models import CHILD_VOICES, PARENT_VOICES

Row = dict[str, Any]


class Reference(NamedTuple):
    """How a piece of evidence is cited: its kind and its id."""

    kind: EvidenceKind
    id: UUID


class Sight(NamedTuple):
    """What somebody may read of an institution's evidence: words of few people, feedback that its leader has not
    shared, feedback that is shared; and whether they may know of observations at all."""

    words: bool
    feedback: bool
    shared: bool
    observations: bool


EVERYTHING = Sight(True, True, True, True)
_WITHHELD = {"observation": ("text", "points", "reply", "reply_text"), "stakeholder_input": ("text", "answer")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as everyone may see it: what is withheld for small groups is null in `shown` already.

    The words of input and of feedback are in `shown` for whoever may read them; `seen_by` leaves them out for others.
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
    def _is_for_many(self) -> bool:
        """Whether its words, if it has any, are of so many people that whoever sees the piece may read them."""
        people: int | None = self.shown.get("group_count")
        return people is None or people >= settings().words_from_people

    def seen_by(self, sight: Sight) -> Row | None:
        """JSON for who may read so much; None for who may not know of it."""
        row, kind = self.frozen(), self.reference.kind
        readable = sight.words or self._is_for_many
        if kind == EvidenceKind.observation:
            readable = sight.feedback or (sight.shared and self.shown.get("shared_on") is not None)
            if not sight.observations:
                return None
        # What is left of it (points, a reply) stays withheld, even where the words as a whole were taken out.
        if readable or all(row["shown"].get(name) is None for name in _WITHHELD.get(kind, ())):
            return row
        # "You said, we did" says again what was said: the answer follows the words.
        return {**row, "shown": {**row["shown"], **dict.fromkeys(_WITHHELD[kind]), "text_withheld": True}}

    def frozen(self) -> Row:
        """JSON to be pinned when a dialogue is held: `{"kind", "id", "quantitative", "voice", "shown"}`."""
        return {
            "kind": str(self.reference.kind),
            "id": str(self.reference.id),
            "quantitative": self.quantitative,
            "voice": self.voice,
            "shown": {name: _plain(value) for name, value in self.shown.items()},
        }


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:  # most are: asked first, since there are tens of thousands in a pack
        return value
    if type(value) is UUID:
        return str(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def missing_kinds(pieces: Iterable[Piece]) -> list[Lacking]:
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

    def seen_by(self, sight: Sight) -> dict[str, list[Row]]:
        """The three kinds, with what somebody may read of them."""
        kinds = {
            "measurements": self.measurements,
            "observations": self.observations,
            "stakeholder_input": self.stakeholder_input,
        }
        return {
            name: [row for piece in pieces if (row := piece.seen_by(sight)) is not None]
            for name, pieces in kinds.items()
        }

    @property
    def lacking(self) -> list[Lacking]:
        """What is not there."""
        return missing_kinds(self.pieces)
