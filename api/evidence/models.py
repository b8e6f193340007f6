"""Evidence: enumerations."""

from enum import StrEnum


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
