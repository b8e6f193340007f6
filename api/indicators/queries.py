"""What is visible of indicators, and lookups."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    false,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.db.external_ids import external_ids_of
from api.http.pagination import Listing
from api.indicators.models import Indicator

READ_INDICATORS = Permission("indicators", READ)


_kinds = cast(col(Indicator.kinds), String)


def text_column(name: str) -> Any:
    return bindparam(name, type_=String())


def boolean_column(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    return case((condition, true()), else_=false()) == bindparam(name)


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
    ).where(reach.holds(READ_INDICATORS)),
    gate=reach.access_check(READ_INDICATORS),
    id=col(Indicator.id),
    sorts={"title": col(Indicator.title_key), "code": col(Indicator.code), "updated_at": col(Indicator.updated_at)},
    filters={
        "updated_since": col(Indicator.updated_at) >= bindparam("updated_since"),
        "code": col(Indicator.code) == text_column("code"),
        "kind": _kinds.contains(bindparam("kind", type_=String())),
        "unit": col(Indicator.unit) == text_column("unit"),
        "source_system": col(Indicator.source_system) == text_column("source_system"),
    },
    search=col(Indicator.title_key),
    default_sort="title",
)


async def indicators_of_codes(session: AsyncSession, codes: Iterable[str]) -> dict[str, Indicator]:
    """The indicators of these codes."""
    found = await session.execute(select(Indicator).where(col(Indicator.code).in_(list(codes))))
    return {one.code: one for one in found.scalars()}


async def indicators_of_ids(session: AsyncSession, ids: Iterable[UUID]) -> list[Indicator]:
    """The indicators of these ids."""
    return list((await session.execute(select(Indicator).where(col(Indicator.id).in_(list(ids))))).scalars())
