"""What is answered of evidence: a piece, and the three kinds side by side."""

from typing import Any
from uuid import UUID

from pydantic import Field

from api.core.columns import Answer, Id, Shape
from api.core.windows import Whole
from api.evidence.pack import EvidenceKind, Lacking


class PiecePublic(Answer):
    """A piece of evidence; a pinned one as it was, but for words that were taken back since."""

    kind: EvidenceKind
    id: UUID
    quantitative: bool = Field(description="A figure; observations and voices are qualitative.")
    voice: str | None = Field(max_length=40, description="Who speaks, if it is a voice.")
    shown: dict[str, Any] = Field(description="What was seen of it: a figure with its comparisons, or what was said.")


class EvidenceQuery(Shape):
    """Which evidence is asked for."""

    model_config = {"extra": "forbid", "strict": False}

    cycle_id: Id = Field(description="A cycle of the institution's area.")
    round: Whole = Field(ge=1, le=100, description="One of the cycle's rounds.")


class EvidencePublic(Answer):
    """The three kinds of evidence side by side for one institution and round; each piece is cited by kind and id."""

    institution_id: UUID
    institution_name: str = Field(max_length=132, description="What it is called.")
    cycle_id: UUID
    round: int = Field(ge=1, le=100, description="The cycle's round.")
    half_year: str = Field(max_length=6, description="The round's half-year.")
    measurements: list[PiecePublic] = Field(
        max_length=20_000, description="The half-year's figures, else the latest, with their comparisons."
    )
    observations: list[PiecePublic] = Field(max_length=1000, description="Feedback of observations.")
    stakeholder_input: list[PiecePublic] = Field(
        max_length=20_000, description="What was said since the last held dialogue, else since the cycle began."
    )
    lacking: list[Lacking] = Field(max_length=4, description="What the evidence lacks.")
