"""Taking words out of what was pinned."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.redaction.models import PinnedEvidence


async def redact_pinned_fields(
    session: AsyncSession, ids: Collection[UUID], fields: Collection[str], said: Mapping[str, Any] | None = None
) -> None:
    """Take these words, and no others, out of the copies of these things, wherever they are pinned.

    A field `points.text` is the text of each of the points. `said` (why and when) stands there from now on.
    """
    if not ids:
        return
    told = {name: str(value) if isinstance(value, date) else value for name, value in (said or {}).items()}
    copies = select(PinnedEvidence).where(col(PinnedEvidence.reference_id).in_(set(ids)))
    for copy in (await session.execute(copies)).scalars():
        shown = copy.frozen["shown"]
        for field in fields:
            shown = _without(shown, field)
        copy.frozen = {**copy.frozen, "shown": {**shown, **told}}


async def replace_pinned_text(
    session: AsyncSession, ids: Collection[UUID], endings: Collection[str], instead: Mapping[str, str]
) -> None:
    """Let evidence that refers to these things not say any more what they said: what `instead` says for it.

    In members whose names end so, and nowhere else: a title may be the very word that something else is told by.
    """
    if not (ids and endings and instead):
        return
    refers = or_(*(cast(col(PinnedEvidence.frozen), Text).contains(str(id)) for id in ids))
    for copy in (await session.execute(select(PinnedEvidence).where(refers))).scalars():
        copy.frozen = {**copy.frozen, "shown": _instead(copy.frozen["shown"], tuple(endings), instead)}


def _instead(value: Any, endings: tuple[str, ...], instead: Mapping[str, str], *, here: bool = False) -> Any:
    if isinstance(value, list):
        return [_instead(one, endings, instead, here=here) for one in value]
    if isinstance(value, dict):
        return {name: _instead(one, endings, instead, here=name.endswith(endings)) for name, one in value.items()}
    return instead.get(value, value) if here and isinstance(value, str) else value


def _without(shown: Mapping[str, Any], field: str) -> dict[str, Any]:
    name, _, inner = field.partition(".")
    if name not in shown:
        return dict(shown)
    left = [_without(one, inner) for one in shown[name]] if inner and shown[name] else None
    return {**shown, name: left}
