"""Kinds of evidence: enumerations."""

from enum import StrEnum


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
