"""What is answered of evidence: a piece, and the three kinds side by side."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.core.field_types import ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.evidence.models import EvidenceKind, Lacking
from api.http.list_parameters import QueryInteger
from api.measurements.schemas import Comparison, MeasurementPublic
from api.observations.schemas import ObservationShown
from api.stakeholder_input.models import Voice
from api.stakeholder_input.schemas import InputShown, QuestionResult


class MeasurementShown(MeasurementPublic):
    """A figure as it was seen, with what it is read beside."""

    comparison: Comparison = Field(description="What it is read beside.")


class FigurePiece(ResponseSchema):
    """A figure as evidence; a pinned one as it was."""

    kind: Literal[EvidenceKind.measurement]
    id: UUID
    quantitative: bool = Field(description="true: a figure.")
    voice: None = Field(description="A figure has no voice.")
    shown: MeasurementShown = Field(description="The figure with its comparisons.")


class InputEvidence(InputShown):
    """Stakeholder input as it was seen, with what those whom it counts answered to a consultation."""

    results: list[QuestionResult] | None = Field(
        max_length=50, description="What those counted here answered to a consultation, once it has closed."
    )


class InputPiece(ResponseSchema):
    """What somebody said as evidence; a pinned one as it was, but for words that were taken back since."""

    kind: Literal[EvidenceKind.stakeholder_input]
    id: UUID
    quantitative: bool = Field(description="false: a voice.")
    voice: Voice = Field(description="Who speaks.")
    shown: InputEvidence = Field(description="What was said.")


class ObservationPiece(ResponseSchema):
    """Feedback of an observation as evidence; a pinned one as it was, but for words that were taken back since."""

    kind: Literal[EvidenceKind.observation]
    id: UUID
    quantitative: bool = Field(description="false: what colleagues saw.")
    voice: None = Field(description="Colleagues who observe are no voice.")
    shown: ObservationShown = Field(description="What was fed back.")


PiecePublic = Annotated[FigurePiece | InputPiece | ObservationPiece, Field(discriminator="kind")]
"""A piece of evidence, told apart by its kind."""


class EvidenceQuery(RequestSchema):
    """Which evidence is asked for."""

    model_config = {"extra": "forbid", "strict": False}

    cycle_id: ResourceId = Field(description="A cycle of the institution's area.")
    round: QueryInteger = Field(ge=1, le=100, description="One of the cycle's rounds.")


class EvidencePublic(ResponseSchema):
    """The three kinds of evidence side by side for one institution and round; each piece is cited by kind and id."""

    institution_id: UUID
    institution_name: str = Field(max_length=132, description="What it is called.")
    cycle_id: UUID
    round: int = Field(ge=1, le=100, description="The cycle's round.")
    half_year: str = Field(max_length=6, description="The round's half-year.")
    measurements: list[FigurePiece] = Field(
        max_length=20_000, description="The half-year's figures, else the latest, with their comparisons."
    )
    observations: list[ObservationPiece] = Field(max_length=1000, description="Feedback of observations.")
    stakeholder_input: list[InputPiece] = Field(
        max_length=20_000, description="What was said since the last held dialogue, else since the cycle began."
    )
    lacking: list[Lacking] = Field(max_length=4, description="What the evidence lacks.")
