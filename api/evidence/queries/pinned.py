"""Evidence that was pinned to a held dialogue, as it may be shown now: without what is withheld by now."""

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

_HIDDEN = {"value": None, "n": None, "standard_error": None, "status": ShownStatus.suppressed.value}
_KEY = ("package_id", "indicator_id", "period", "breakdown")


async def pinned_as_visible_now(session: AsyncSession, pinned: Sequence[Row], since: date | None) -> list[Row]:
    """Pinned pieces (as `Piece.frozen`) without figures, earlier figures and means that small groups are withheld from
    by now; `since` is the day on which they were pinned. Words that were taken out are not in them any more."""
    figures = [one for one in pinned if _is_figure(one)]
    withheld, means = await _withheld(session, figures, since) if figures else (set(), set())
    return [_figure(one, withheld, means) if _is_figure(one) else one for one in pinned]


def _is_figure(piece: Row) -> bool:
    return bool(piece["kind"] == EvidenceKind.measurement)


def _previous(piece: Row) -> Row | None:
    found: Row | None = (piece["shown"].get("comparison") or {}).get("previous")
    return found


async def _withheld(
    session: AsyncSession, figures: Sequence[Row], since: date | None
) -> tuple[set[str], set[tuple[str | None, ...]]]:
    """Which figures, earlier ones too, are withheld now; and of which keys others have been withheld since."""
    ids = {figure["id"] for figure in figures} | {before["id"] for figure in figures if (before := _previous(figure))}
    after = datetime.combine(since or date.min, time.min, UTC)
    keys = [col(getattr(Measurement, name)) for name in _KEY]
    others = and_(
        col(Measurement.updated_at) >= after,
        col(Measurement.indicator_id).in_({UUID(figure["shown"]["indicator_id"]) for figure in figures}),
        col(Measurement.period).in_({figure["shown"]["period"] for figure in figures}),
    )
    found = await session.execute(
        select(col(Measurement.id), *keys).where(
            col(Measurement.withheld), or_(col(Measurement.id).in_({UUID(id) for id in ids}), others)
        )
    )
    rows = found.all()
    return {str(row[0]) for row in rows}, {tuple(one and str(one) for one in row[1:]) for row in rows}


def _figure(piece: Row, withheld: set[str], means: set[tuple[str | None, ...]]) -> Row:
    shown: Row = piece["shown"]
    compared: Row | None = shown.get("comparison")
    mine, before = piece["id"] in withheld, _previous(piece)
    if compared:
        earlier = before is not None and before["id"] in withheld
        changes: dict[str, Any] = {}
        if earlier:
            changes["previous"] = {**(before or {}), **_HIDDEN}
        if mine or earlier:
            changes["significant"] = None
        if tuple(shown.get(name) for name in _KEY) in means:
            changes |= {"district": None, "city": None}
        shown = {**shown, "comparison": {**compared, **changes}}
    return {**piece, "shown": {**shown, **_HIDDEN} if mine else shown}
