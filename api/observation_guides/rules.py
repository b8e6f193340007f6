"""When an observation guide may be changed and revised."""

from collections.abc import Sequence

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.schemas import PointShape

_TWICE = LocalizedText("This is named twice.", "Dette er nævnt to gange.")
GUIDE_NOT_PUBLISHED = problem_type(
    "guide-not-published",
    409,
    ("The guide is not published, or a newer edition is", "Guiden er ikke udgivet, eller en nyere udgave er"),
    ("Choose the published edition of the guide.", "Vælg den udgivne udgave af guiden."),
)
GUIDE_PUBLISHED = problem_type(
    "guide-published",
    409,
    ("A published guide is final", "En udgivet guide er endelig"),
    ("Make a new edition of it, and publish that.", "Lav en ny udgave af den, og udgiv den."),
)
NEWER_EDITION_EXISTS = problem_type(
    "newer-edition-exists",
    409,
    ("The guide has a newer edition already", "Guiden har allerede en nyere udgave"),
    ("Go on with the newest edition.", "Fortsæt med den nyeste udgave."),
)


# --- guides ---


def check_points(points: Sequence[PointShape]) -> list[Fault]:
    """A fault for each key that names two points."""
    keys = [point.key for point in points]
    twice = [index for index, key in enumerate(keys) if key in keys[:index]]
    return [Fault(INVALID_INPUT, f"/points/{index}/key", code="named-twice", detail=_TWICE) for index in twice]


def check_draft(guide: ObservationGuide) -> list[Fault]:
    """A fault unless the edition is a draft."""
    return [] if guide.status == GuideStatus.draft else [Fault(GUIDE_PUBLISHED)]


def check_revisable(guide: ObservationGuide, newest: int) -> list[Fault]:
    """Faults unless it is the newest edition, and published."""
    if guide.edition < newest:
        return [Fault(NEWER_EDITION_EXISTS)]
    return [Fault(GUIDE_NOT_PUBLISHED)] if guide.status == GuideStatus.draft else []
