"""Rules and problem types of observation guides: when an edition can be changed, published and revised."""

from collections.abc import Sequence

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.schemas import PointShape

GUIDE_NOT_PUBLISHED = problem_type(
    "guide-not-published",
    409,
    (
        "The guide is not published, or a newer edition has replaced it",
        "Guiden er ikke udgivet, eller en nyere udgave har afløst den",
    ),
    ("Use the published edition of the guide.", "Brug den udgivne udgave af guiden."),
)
GUIDE_PUBLISHED = problem_type(
    "guide-published",
    409,
    ("A published guide cannot be changed", "En udgivet guide kan ikke ændres"),
    (
        "Create a new edition, make the change there, and publish it.",
        "Opret en ny udgave, foretag ændringen i den, og udgiv den.",
    ),
)
NEWER_EDITION_EXISTS = problem_type(
    "newer-edition-exists",
    409,
    ("The guide already has a newer edition", "Guiden har allerede en nyere udgave"),
    ("Continue with the newest edition.", "Fortsæt med den nyeste udgave."),
)
_DUPLICATE_KEY = LocalizedText("Another point already has this key.", "Et andet punkt har allerede denne nøgle.")


def check_points(points: Sequence[PointShape]) -> list[Fault]:
    """Return a fault for each point whose key an earlier point has."""
    keys = [point.key for point in points]
    duplicates = [index for index, key in enumerate(keys) if key in keys[:index]]
    return [
        Fault(INVALID_INPUT, f"/points/{index}/key", code="named-twice", detail=_DUPLICATE_KEY) for index in duplicates
    ]


def check_draft(guide: ObservationGuide) -> list[Fault]:
    """Return a `guide-published` fault unless the edition is a draft."""
    return [] if guide.status == GuideStatus.draft else [Fault(GUIDE_PUBLISHED)]


def check_revisable(guide: ObservationGuide, newest_edition: int) -> list[Fault]:
    """Return a fault unless the edition is the newest in its series and not a draft."""
    if guide.edition < newest_edition:
        return [Fault(NEWER_EDITION_EXISTS)]
    return [Fault(GUIDE_NOT_PUBLISHED)] if guide.status == GuideStatus.draft else []
