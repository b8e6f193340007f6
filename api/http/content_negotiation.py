"""Content negotiation by the Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import NamedTuple

JSON, CSV, DANISH_CSV, HTML = "application/json", "text/csv", "text/csv; dialect=danish", "text/html"
_MAX_ACCEPT = 2000  # characters; the rest is ignored


class _MediaRange(NamedTuple):
    type: str
    dialect: str
    quality: float


def negotiate(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offered media type that the header prefers, the first of equals; None if it accepts none of them."""
    ranges = [media_range for part in accept[:_MAX_ACCEPT].split(",") if (media_range := _media_range(part))]
    preferences = [(*_preference(offer, ranges), -index) for index, offer in enumerate(offers)]
    quality, _, index = max(preferences)
    return offers[-index] if quality > 0 else None


def prefers_html(accept: str) -> bool:
    """Return whether the header prefers HTML to JSON, as that of a browser does."""
    return negotiate(accept, (JSON, HTML)) == HTML


def _media_range(part: str) -> _MediaRange | None:
    type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    dialect, quality = "", 1.0
    for parameter in parameters:
        name, _, value = (piece.strip() for piece in parameter.partition("="))
        if name == "dialect":
            dialect = value.strip('"')
        elif name == "q":
            quality = _quality(value)
    return _MediaRange(type, dialect, quality) if type else None


def _quality(text: str) -> float:
    """Parse a weight from 0 to 1; an invalid one counts as 0."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _preference(offer: str, ranges: Sequence[_MediaRange]) -> tuple[float, int]:
    """Return the weight of an offer by the most specific range that matches it, and how specific that range is."""
    type, _, dialect = offer.partition("; dialect=")
    best = (-1, 0.0)
    for media_range in ranges:
        if media_range.dialect and media_range.dialect != dialect:
            continue
        if media_range.type == type:
            best = max(best, (3 if media_range.dialect else 2, media_range.quality))
        elif media_range.type == type.partition("/")[0] + "/*":
            best = max(best, (1, media_range.quality))
        elif media_range.type == "*/*":
            best = max(best, (0, media_range.quality))
    return best[1], best[0]
