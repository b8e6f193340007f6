"""Visible indicators, and lookups by code and id."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String, bindparam, cast, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.db.external_ids import external_ids_of
from api.db.sql_functions import text_parameter
from api.http.pagination import Listing
from api.indicators.models import Indicator

READ_INDICATORS = Permission("indicators", READ)

INDICATORS = Listing(
    name="indicators",
    select=select(
        *(
            col(getattr(Indicator, name))
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "code",
                "title",
                "description",
                "kinds",
                "unit",
                "minimum",
                "maximum",
                "higher_is_better",
                "source_system",
                "disclosure",
                "levels",
            )
        ),
        external_ids_of("indicators", col(Indicator.id)).label("external_ids"),
    ).where(reach.has_permission(READ_INDICATORS)),
    gate=reach.access_check(READ_INDICATORS),
    id=col(Indicator.id),
    sorts={"title": col(Indicator.title_key), "code": col(Indicator.code), "updated_at": col(Indicator.updated_at)},
    filters={
        "updated_since": col(Indicator.updated_at) >= bindparam("updated_since"),
        "code": col(Indicator.code) == text_parameter("code"),
        # The kinds are a JSON list; no name of a kind is contained in another.
        "kind": cast(col(Indicator.kinds), String).contains(text_parameter("kind")),
        "unit": col(Indicator.unit) == text_parameter("unit"),
        "source_system": col(Indicator.source_system) == text_parameter("source_system"),
    },
    search=col(Indicator.title_key),
    default_sort="title",
)


async def taken_codes(session: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Return which of these codes indicators have."""
    rows = await session.execute(select(col(Indicator.code)).where(col(Indicator.code).in_(list(codes))))
    return set(rows.scalars())


async def indicators_of_codes(session: AsyncSession, codes: Iterable[str]) -> dict[str, Indicator]:
    """Return the indicators with these codes, by code."""
    rows = await session.execute(select(Indicator).where(col(Indicator.code).in_(list(codes))))
    return {indicator.code: indicator for indicator in rows.scalars()}


async def indicators_of_ids(session: AsyncSession, ids: Iterable[UUID]) -> list[Indicator]:
    """Return the indicators with these ids."""
    return list((await session.execute(select(Indicator).where(col(Indicator.id).in_(list(ids))))).scalars())
