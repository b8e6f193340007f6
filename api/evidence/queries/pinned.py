"""Evidence that was pinned to a held dialogue, without what has been suppressed since."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.evidence.models import EvidenceKind
from api.evidence.rules import Row
from api.measurements.models import Measurement, ShownStatus

_SUPPRESSED = {"value": None, "n": None, "standard_error": None, "status": ShownStatus.suppressed.value}
_KEY = ("package_id", "indicator_id", "period", "breakdown")
_Key = tuple[str | None, ...]


async def pinned_as_visible_now(session: AsyncSession, pinned: Sequence[Row], since: date | None) -> list[Row]:
    """Remove from pinned pieces the values, previous values and means that are suppressed by now.

    `pinned` are rows as of `Piece.snapshot`, and `since` is the day on which they were pinned. Redacted text needs no
    handling: it has been removed from the pinned rows themselves.
    """
    measurements = [piece for piece in pinned if _is_measurement(piece)]
    suppressed_ids: set[str] = set()
    suppressed_keys: set[_Key] = set()
    if measurements:
        suppressed_ids, suppressed_keys = await _load_suppressed(session, measurements, since)
    return [
        _without_suppressed(piece, suppressed_ids, suppressed_keys) if _is_measurement(piece) else piece
        for piece in pinned
    ]


def _is_measurement(piece: Row) -> bool:
    return bool(piece["kind"] == EvidenceKind.measurement)


def _previous(piece: Row) -> Row | None:
    previous: Row | None = (piece["shown"].get("comparison") or {}).get("previous")
    return previous


async def _load_suppressed(
    session: AsyncSession, measurements: Sequence[Row], since: date | None
) -> tuple[set[str], set[_Key]]:
    """Return the ids of suppressed measurements, previous ones too, and the keys of which any was suppressed since."""
    ids = {piece["id"] for piece in measurements}
    ids |= {previous["id"] for piece in measurements if (previous := _previous(piece))}
    key_columns = [col(getattr(Measurement, name)) for name in _KEY]
    changed_since = and_(
        col(Measurement.updated_at) >= datetime.combine(since or date.min, time.min, UTC),
        col(Measurement.indicator_id).in_({UUID(piece["shown"]["indicator_id"]) for piece in measurements}),
        col(Measurement.period).in_({piece["shown"]["period"] for piece in measurements}),
    )
    rows = (
        await session.execute(
            select(col(Measurement.id), *key_columns).where(
                col(Measurement.withheld), or_(col(Measurement.id).in_({UUID(id) for id in ids}), changed_since)
            )
        )
    ).all()
    keys = {tuple(value and str(value) for value in row[1:]) for row in rows}
    return {str(row[0]) for row in rows}, keys


def _without_suppressed(piece: Row, suppressed_ids: set[str], suppressed_keys: set[_Key]) -> Row:
    shown: Row = piece["shown"]
    comparison: Row | None = shown.get("comparison")
    is_suppressed, previous = piece["id"] in suppressed_ids, _previous(piece)
    if comparison:
        changes: dict[str, Any] = {}
        is_previous_suppressed = previous is not None and previous["id"] in suppressed_ids
        if is_previous_suppressed:
            changes["previous"] = {**(previous or {}), **_SUPPRESSED}
        if is_suppressed or is_previous_suppressed:
            changes["significant"] = None
        if tuple(shown.get(name) for name in _KEY) in suppressed_keys:
            changes |= {"district": None, "city": None}
        shown = {**shown, "comparison": {**comparison, **changes}}
    return {**piece, "shown": {**shown, **_SUPPRESSED} if is_suppressed else shown}
