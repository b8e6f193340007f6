"""Response schemas of evidence: a piece, and all pieces of an institution and round by kind."""

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
    """A measurement as shown, with its comparison."""

    comparison: Comparison = Field(description="What it is compared with.")


class FigurePiece(ResponseSchema):
    """A measurement as evidence; a pinned one as it was when the dialogue was held."""

    kind: Literal[EvidenceKind.measurement]
    id: UUID
    quantitative: bool = Field(description="Always true for a measurement.")
    voice: None = Field(description="Always null for a measurement.")
    shown: MeasurementShown = Field(description="The measurement with its comparison.")


class InputEvidence(InputShown):
    """Stakeholder input as shown, with the results of a consultation for the people whom it counts."""

    results: list[QuestionResult] | None = Field(
        max_length=50, description="The results of the consultation for the people counted here, once it has closed."
    )


class InputPiece(ResponseSchema):
    """Stakeholder input as evidence; pinned input as it was when the dialogue was held, without text redacted since."""

    kind: Literal[EvidenceKind.stakeholder_input]
    id: UUID
    quantitative: bool = Field(description="Always false for stakeholder input.")
    voice: Voice = Field(description="The group of people that the input comes from.")
    shown: InputEvidence = Field(description="The input, with text only for those who may read it.")


class ObservationPiece(ResponseSchema):
    """Feedback of an observation as evidence; pinned as it was when the dialogue was held, without redacted text."""

    kind: Literal[EvidenceKind.observation]
    id: UUID
    quantitative: bool = Field(description="Always false for an observation.")
    voice: None = Field(description="Always null for an observation.")
    shown: ObservationShown = Field(description="The observation, with its feedback only for those who may read it.")


PiecePublic = Annotated[FigurePiece | InputPiece | ObservationPiece, Field(discriminator="kind")]
"""A piece of evidence; `kind` says of which kind."""


class EvidenceQuery(RequestSchema):
    """The round to get the evidence for."""

    model_config = {"extra": "forbid", "strict": False}

    cycle_id: ResourceId = Field(description="A cycle of the institution's area.")
    round: QueryInteger = Field(ge=1, le=100, description="One of the cycle's rounds.")


class EvidencePublic(ResponseSchema):
    """The evidence for one institution and round, by kind; each piece is cited by its kind and id."""

    institution_id: UUID
    institution_name: str = Field(max_length=132, description="The institution's name.")
    cycle_id: UUID
    round: int = Field(ge=1, le=100, description="The number of the round.")
    half_year: str = Field(max_length=6, description="The round's half-year.")
    measurements: list[FigurePiece] = Field(
        max_length=20_000,
        description="The measurements of the half-year's packages, else of the latest, with their comparisons.",
    )
    observations: list[ObservationPiece] = Field(max_length=1000, description="Observations with feedback.")
    stakeholder_input: list[InputPiece] = Field(
        max_length=20_000, description="The input collected since the last held dialogue, else since the cycle began."
    )
    lacking: list[Lacking] = Field(max_length=4, description="The kinds of evidence that are missing.")
