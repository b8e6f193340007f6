"""Lookups for changes of input: the voices that the caller may write, and what input refers to."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import Grant, UnitAncestor
from api.db import transactions
from api.focus_areas.models import FocusArea
from api.institutions.queries import institutions_of
from api.stakeholder_input.models import Voice
from api.stakeholder_input.queries.visible import WRITE_INPUT
from api.stakeholder_input.rules import ALL_VOICES, InputReferences, voices_of_grants
from api.themes.models import Theme


class ReferenceIds(NamedTuple):
    """The ids that an input refers to; `unit_id` is its institution, or None for the whole municipality."""

    unit_id: UUID | None
    theme_id: UUID | None
    focus_area_id: UUID | None


async def writable_voices(
    session: AsyncSession, caller: Caller | None, unit_ids: Iterable[UUID]
) -> dict[UUID, frozenset[Voice]]:
    """Return the voices that the caller may write at each unit; the service itself (None) may write all."""
    ids = set(unit_ids)
    if caller is None:
        return dict.fromkeys(ids, ALL_VOICES)
    grants = (
        reach.reachable_units(WRITE_INPUT)
        .with_only_columns(col(UnitAncestor.unit_id), col(Grant.role), col(Grant.body))
        .where(col(UnitAncestor.unit_id).in_(ids))
    )
    roles_and_bodies: dict[UUID, list[tuple[str, str | None]]] = {unit_id: [] for unit_id in ids}
    scope = reach.scope_parameters(caller.id, caller.family_id, transactions.settings_of(session))
    for unit_id, role, body in await session.execute(grants, scope):
        roles_and_bodies[unit_id].append((role, body))
    return {unit_id: voices_of_grants(grants_there) for unit_id, grants_there in roles_and_bodies.items()}


async def load_references(session: AsyncSession, reference_ids: Sequence[ReferenceIds]) -> list[InputReferences]:
    """Return the rows with these ids, in the same order; themes and focus areas must exist."""
    themes = await _by_id(session, Theme, (ids.theme_id for ids in reference_ids))
    focus_areas = await _by_id(session, FocusArea, (ids.focus_area_id for ids in reference_ids))
    institution_ids = {focus_area.institution_id for focus_area in focus_areas.values()}
    institution_ids |= {ids.unit_id for ids in reference_ids if ids.unit_id}
    institutions = await institutions_of(session, institution_ids)
    references = []
    for unit_id, theme_id, focus_area_id in reference_ids:
        focus_area = focus_areas[focus_area_id] if focus_area_id else None
        references.append(
            InputReferences(
                institution=institutions.get(unit_id) if unit_id else None,
                theme=themes[theme_id] if theme_id else None,
                focus_area_institution=institutions[focus_area.institution_id] if focus_area else None,
            )
        )
    return references


async def _by_id(session: AsyncSession, table: Any, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    row_ids = {id for id in ids if id is not None}
    if not row_ids:
        return {}
    rows = (await session.execute(select(table).where(col(table.id).in_(row_ids)))).scalars()
    return {row.id: row for row in rows}
