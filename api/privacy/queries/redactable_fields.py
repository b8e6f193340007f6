"""Where somebody's words stand, thing by thing: every free text that can be taken out, and that a period ends for."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from api.agreements.models import Agreement, AgreementTurn
from api.closures.models import Closure
from api.consultations.models import Consultation
from api.cycles.models import Cycle
from api.data_packages.models import DataPackage
from api.db.columns import ResourceModel
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp, FollowUpRemark
from api.heightened_supervision.models import (
    HeightenedSupervision,
    SupervisionAction,
    SupervisionComment,
    SupervisionGround,
)
from api.indicators.models import Indicator
from api.institutions.models import Institution
from api.observation_guides.models import ObservationGuide
from api.observations.models import FeedbackPoint, Observation
from api.redaction.models import Correction, Reason
from api.stakeholder_input.models import Input
from api.themes.models import Theme


class TextField(NamedTuple):
    """A field in which words stand: of the thing itself, or of a part of it that `link` ties to the thing.

    With `labels` only what answers are chosen from: that member of each question or point, or the field itself.
    """

    table: Any
    field: str
    link: str | None = None
    labels: str | None = None

    @property
    def name(self) -> str:
        """What the field is called in a request: a part's with the part before it, labels after what has them."""
        if self.labels not in (None, self.field):
            return f"{self.field}.{self.labels}"
        return self.field if self.link is None else f"{_PARTS[self.table]}.{self.field}"


_PARTS: Final[Mapping[Any, str]] = {
    AgreementTurn: "turn", CircleEntry: "entry", DialogueDecision: "decision", DialogueParticipant: "participant",
    FollowUpRemark: "remark", SupervisionAction: "action", SupervisionComment: "comment", SupervisionGround: "ground",
    FeedbackPoint: "point", Closure: "closure", Correction: "correction", Reason: "because",
}  # fmt: skip

_OF: Final[Mapping[type[ResourceModel], tuple[tuple[str, ...], tuple[tuple[Any, str, tuple[str, ...]], ...]]]] = {
    Agreement: (("text", "responsible"), ((AgreementTurn, "agreement_id", ("note",)),)),
    Consultation: (("title", "purpose", "privacy_notice", "questions"), ()),
    Cycle: (("title",), ()),
    DataPackage: (("title",), ()),
    Dialogue: (
        ("place", "cancellation"),
        (
            (CircleEntry, "dialogue_id", ("text",)),
            (DialogueDecision, "dialogue_id", ("note",)),
            (DialogueParticipant, "dialogue_id", ("name",)),
        ),
    ),
    FocusArea: (("title", "challenge", "goal", "signs", "outcome"), ()),
    FollowUp: (("cancellation", "topics", "notes"), ((FollowUpRemark, "follow_up_id", ("text",)),)),
    HeightenedSupervision: (
        ("reason", "closing"),
        (
            (SupervisionAction, "heightened_supervision_id", ("text", "responsible", "note")),
            (SupervisionComment, "heightened_supervision_id", ("text",)),
            (SupervisionGround, "heightened_supervision_id", ("reason",)),
        ),
    ),
    Indicator: (("title", "description"), ()),
    Input: (("text", "answer", "question"), ()),
    Institution: (("address", "phone", "email"), ((Closure, "institution_id", ("reason",)),)),
    Observation: (
        ("purpose", "cancellation", "feedback", "reply_text"),
        ((FeedbackPoint, "observation_id", ("text",)),),
    ),
    ObservationGuide: (("title", "learning_environment", "look_for", "points"), ()),
    Theme: (("title", "description"), ()),
}
_BESIDE: Final = (TextField(Correction, "reason", "thing_id"), TextField(Reason, "words", "thing_id"))
"""What can stand beside anything."""


_LABELS: Final = (
    TextField(Consultation, "questions", labels="choices"),
    TextField(Indicator, "levels", labels="levels"),
    TextField(ObservationGuide, "points", labels="scale"),
)
"""What is counted or chosen by its label: another label stands in the place of each."""


def _spots(kind: type[ResourceModel]) -> tuple[TextField, ...]:
    own, parts = _OF[kind]
    of_parts = (TextField(table, field, link) for table, link, fields in parts for field in fields)
    labels = (spot for spot in _LABELS if spot.table is kind)
    return (*(TextField(kind, field) for field in own), *labels, *of_parts, *_BESIDE)


KINDS: Final[Mapping[str, type[ResourceModel]]] = {kind.resource: kind for kind in _OF}
TEXT_FIELDS: Final[Mapping[str, Mapping[str, TextField]]] = {
    kind.resource: {spot.name: spot for spot in _spots(kind)} for kind in _OF
}
"""The fields of each resource by their names in a request."""
