"""What a caller would rather be answered with, by the Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from typing import NamedTuple

JSON, CSV, DANISH_CSV, HTML = "application/json", "text/csv", "text/csv; dialect=danish", "text/html"
_LONGEST = 2000  # characters that are looked at


class _Range(NamedTuple):
    type: str
    dialect: str
    quality: float


def negotiate(accept: str, offered: Sequence[str]) -> str | None:
    """The one of what is offered that the header prefers; None where it wants none of them."""
    ranges = [found for part in accept[:_LONGEST].split(",") if (found := _range(part))]
    wished = [(*_wish(offer, ranges), -place) for place, offer in enumerate(offered)]
    quality, _, place = max(wished)
    return offered[-place] if quality > 0 else None


def _range(part: str) -> _Range | None:
    type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    dialect, quality = "", 1.0
    for parameter in parameters:
        name, _, value = (piece.strip() for piece in parameter.partition("="))
        if name == "dialect":
            dialect = value.strip('"')
        elif name == "q":
            quality = _quality(value)
    return _Range(type, dialect, quality) if type else None


def _quality(text: str) -> float:
    """A weight from 0 to 1; what is none counts as unwanted."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _wish(offer: str, ranges: Sequence[_Range]) -> tuple[float, int]:
    """How much an offer is wanted, by the range that fits it most closely, and how closely that is."""
    type, _, dialect = offer.partition("; dialect=")
    best = (-1, 0.0)
    for wanted in ranges:
        if wanted.dialect and wanted.dialect != dialect:
            continue
        if wanted.type == type:
            best = max(best, (3 if wanted.dialect else 2, wanted.quality))
        elif wanted.type == type.partition("/")[0] + "/*":
            best = max(best, (1, wanted.quality))
        elif wanted.type == "*/*":
            best = max(best, (0, wanted.quality))
    return best[1], best[0]
