"""Pieces of evidence: how they are cited, who may read what of them, and which kinds are missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from api.evidence.models import EvidenceKind, Lacking
from api.stakeholder_input.models import CHILD_VOICES, PARENT_VOICES

Row = dict[str, Any]


class Reference(NamedTuple):
    """The kind and id by which a piece of evidence is cited."""

    kind: EvidenceKind
    id: UUID


class EvidenceAccess(NamedTuple):
    """What a user may read of an institution's evidence.

    `words`: the text of input from few people. `feedback`: all feedback of observations. `shared`: feedback that the
    leader has shared. `observations`: that observations exist. `words_from_people`: the number of people from which
    everybody who sees the input may read its text.
    """

    words: bool
    feedback: bool
    shared: bool
    observations: bool
    words_from_people: int


_RESTRICTED_FIELDS = {
    EvidenceKind.observation: ("text", "points", "reply", "reply_text"),
    # The answer usually repeats the text of the input, so it is restricted in the same way.
    EvidenceKind.stakeholder_input: ("text", "answer"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence; what is suppressed to protect small groups is null in `shown` already.

    `shown` has the full text of input and feedback; `visible_to` removes it for callers who may not read it.
    """

    reference: Reference
    institution_id: UUID | None
    voice: str | None = None
    shown: Row = field(default_factory=dict)

    @property
    def quantitative(self) -> bool:
        """Whether it is a measurement; observations and voices are qualitative."""
        return self.reference.kind == EvidenceKind.measurement

    def _is_of_many(self, words_from_people: int) -> bool:
        """Whether enough people are behind its text for everybody who sees the piece to read it."""
        people: int | None = self.shown.get("group_count")
        return people is None or people >= words_from_people

    def visible_to(self, access: EvidenceAccess) -> Row | None:
        """Return the JSON for a user with this access; None if the user may not know that the piece exists."""
        row, kind = self.snapshot(), self.reference.kind
        may_read = access.words or self._is_of_many(access.words_from_people)
        if kind == EvidenceKind.observation:
            may_read = access.feedback or (access.shared and self.shown.get("shared_on") is not None)
            if not access.observations:
                return None
        restricted = _RESTRICTED_FIELDS.get(kind, ())
        # Where the text itself was redacted, other fields (points, a reply) can remain, which stay restricted.
        if may_read or all(row["shown"].get(name) is None for name in restricted):
            return row
        return {**row, "shown": {**row["shown"], **dict.fromkeys(restricted), "text_withheld": True}}

    def snapshot(self) -> Row:
        """Return the JSON to pin when a dialogue is held: `{"kind", "id", "quantitative", "voice", "shown"}`."""
        return {
            "kind": str(self.reference.kind),
            "id": str(self.reference.id),
            "quantitative": self.quantitative,
            "voice": self.voice,
            "shown": {name: _to_json(value) for name, value in self.shown.items()},
        }


_JSON_SCALARS = frozenset({str, int, float, bool, type(None)})


def _to_json(value: Any) -> Any:
    if type(value) in _JSON_SCALARS:  # checked first: most of the tens of thousands of values in a pack are scalars
        return value
    if type(value) is UUID:
        return str(value)
    if isinstance(value, dict):
        return {name: _to_json(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def missing_kinds(pieces: Iterable[Piece]) -> list[Lacking]:
    """Return the kinds that are missing among these pieces; a measurement without a shown value does not count."""
    pieces = list(pieces)
    voices = {piece.voice for piece in pieces}
    is_present = {
        Lacking.no_quantitative: any(piece.quantitative and piece.shown.get("value") is not None for piece in pieces),
        Lacking.no_qualitative: any(not piece.quantitative for piece in pieces),
        Lacking.no_child_voice: not voices.isdisjoint(CHILD_VOICES),
        Lacking.no_parent_voice: not voices.isdisjoint(PARENT_VOICES),
    }
    return [kind for kind, present in is_present.items() if not present]


@dataclass(frozen=True, slots=True)
class Pack:
    """The evidence for one institution and round, by kind."""

    measurements: tuple[Piece, ...] = ()
    observations: tuple[Piece, ...] = ()
    stakeholder_input: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces."""
        return (*self.measurements, *self.observations, *self.stakeholder_input)

    def visible_to(self, access: EvidenceAccess) -> dict[str, list[Row]]:
        """Return the JSON of the pieces by kind, for a user with this access."""
        pieces_by_kind = {
            "measurements": self.measurements,
            "observations": self.observations,
            "stakeholder_input": self.stakeholder_input,
        }
        return {
            name: [row for piece in pieces if (row := piece.visible_to(access)) is not None]
            for name, pieces in pieces_by_kind.items()
        }

    @property
    def lacking(self) -> list[Lacking]:
        """The kinds of evidence that are missing."""
        return missing_kinds(self.pieces)
