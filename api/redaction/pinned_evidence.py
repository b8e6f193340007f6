"""Redact pinned evidence: the members of a resource's own copy, or the text that other evidence quotes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.redaction.models import PinnedEvidence


async def redact_pinned_fields(
    session: AsyncSession, ids: Collection[UUID], fields: Collection[str], statement: Mapping[str, Any] | None = None
) -> None:
    """Redact these fields, and no others, in the pinned copies of these resources.

    A field `points.text` is the text of each of the points. `statement` is set in each copy: why and
    when, `{"redaction_reason", "redacted_on"}`.
    """
    if not ids:
        return
    stated = {name: str(value) if isinstance(value, date) else value for name, value in (statement or {}).items()}
    copies = select(PinnedEvidence).where(col(PinnedEvidence.reference_id).in_(set(ids)))
    for copy in (await session.execute(copies)).scalars():
        shown = copy.frozen["shown"]
        for field in fields:
            shown = _without(shown, field)
        copy.frozen = {**copy.frozen, "shown": {**shown, **stated}}


async def replace_pinned_text(
    session: AsyncSession, ids: Collection[UUID], endings: Collection[str], replacements: Mapping[str, str]
) -> None:
    """Replace the texts that evidence referring to these resources quotes; `replacements` maps each to its mark.

    Only in members whose names end like this: elsewhere the same text can be a title that identifies other evidence.
    """
    if not (ids and endings and replacements):
        return
    refers = or_(*(cast(col(PinnedEvidence.frozen), Text).contains(str(id)) for id in ids))
    for copy in (await session.execute(select(PinnedEvidence).where(refers))).scalars():
        copy.frozen = {**copy.frozen, "shown": _replaced(copy.frozen["shown"], tuple(endings), replacements)}


def _replaced(value: Any, endings: tuple[str, ...], replacements: Mapping[str, str], *, quotes: bool = False) -> Any:
    if isinstance(value, list):
        return [_replaced(item, endings, replacements, quotes=quotes) for item in value]
    if isinstance(value, dict):
        return {
            name: _replaced(item, endings, replacements, quotes=name.endswith(endings)) for name, item in value.items()
        }
    return replacements.get(value, value) if quotes and isinstance(value, str) else value


def _without(shown: Mapping[str, Any], field: str) -> dict[str, Any]:
    name, _, inner = field.partition(".")
    if name not in shown:
        return dict(shown)
    rest = [_without(item, inner) for item in shown[name]] if inner and shown[name] else None
    return {**shown, name: rest}
