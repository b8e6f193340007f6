"""Evidence: enumerations."""

from enum import StrEnum

from api.consultations.models import Consultation
from api.cycles.models import Cycle
from api.data_packages.models import DataPackage
from api.focus_areas.models import FocusArea
from api.indicators.models import Indicator
from api.observation_guides.models import ObservationGuide
from api.observations.models import Observation
from api.redaction.registry import declare_evidence, declare_quotes
from api.stakeholder_input.models import Input
from api.themes.models import Theme


class EvidenceKind(StrEnum):
    """The three kinds of evidence."""

    measurement = "measurement"
    observation = "observation"
    stakeholder_input = "stakeholder_input"


class Lacking(StrEnum):
    """The kinds of evidence that can be missing."""

    no_quantitative = "no_quantitative"
    no_qualitative = "no_qualitative"
    no_child_voice = "no_child_voice"
    no_parent_voice = "no_parent_voice"


# --- stored text, for redaction ---

# Evidence of these two kinds is pinned with its text, which is redacted there too.
declare_evidence(Input)
declare_evidence(Observation, {"feedback": "text", "point.text": "points.text"})
# Evidence quotes what other resources are called and what they ask, in members whose names end so (`theme_title`).
for _resource_model in (Consultation, Cycle, DataPackage, FocusArea, Indicator, ObservationGuide, Theme):
    declare_quotes(_resource_model, "title", "title")
declare_quotes(Consultation, "questions", "question", "text")
declare_quotes(Consultation, "questions.choices", "choice")
declare_quotes(Indicator, "levels", "levels")
declare_quotes(ObservationGuide, "points", "title")
