"""What is asked of PostgreSQL's driver directly is answered as SQLAlchemy would answer it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Float, Interval, Numeric, Uuid, bindparam, cast, literal, select
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitKind
from api.core.identifiers import new_id
from api.db import transactions
from api.db.prepared_statements import PreparedStatement
from api.http.pagination import LISTINGS, StatementKey, _prepared
from tests.support.world import World


async def both_ways(world: World, statement: PreparedStatement, values: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
    """In autocommit, twice, and inside of a transaction."""
    async with transactions.single_statement(world.app.state.engine) as connection:
        found = [await statement.rows(connection, values) for _ in range(2)]
    async with transactions.read_transaction(world.app.state.engine) as session:
        found.append(await statement.rows(await session.connection(), values))
    return [[tuple(row) for row in rows] for rows in found]


async def test_every_list_is_read_the_same_in_both_ways(world: World) -> None:
    office = await world.actor("administration")
    assert (await office.get("/institutions")).status_code == 200
    signed = (await office.get("/me")).json()
    scope = reach.scope(UUID(signed["id"]), new_id())
    for listing in LISTINGS.values():
        statement, _ = _prepared(listing, StatementKey((), listing.default_sort, after=False, limit=51))
        direct, again, ordinary = await both_ways(world, statement, dict(scope))
        assert direct == again == ordinary, listing.name


def odd(value: Any) -> Any:
    number = bindparam("number", type_=Float())
    return select(
        cast(number, Numeric(10, 2)).label("decimal"),
        cast(number, Float()).label("double"),
        cast(number, Numeric(10, 2, asdecimal=False)).label("plain"),
        literal(value, Uuid()).label("constant"),
        literal("100 % of $1 and %(this)s").label("signs"),
    )


async def test_types_that_have_to_be_changed_are(world: World) -> None:
    direct, again, ordinary = await both_ways(world, PreparedStatement(odd(new_id())), {"number": 12.5})
    assert [list(map(type, row)) for row in direct] == [list(map(type, row)) for row in ordinary]
    assert direct == again == ordinary


async def test_what_goes_wrong_is_named_as_ever(world: World) -> None:
    engine = world.app.state.engine
    if engine.dialect.name == "sqlite":
        return  # it knows no intervals to be wrong about
    statement = PreparedStatement(select(cast(bindparam("words"), Interval())))
    async with transactions.single_statement(engine) as connection:
        with pytest.raises(Exception, match="interval") as error:
            await statement.rows(connection, {"words": "no time"})
        assert type(error.value).__module__.startswith("sqlalchemy")


async def test_a_list_of_values_is_refused(world: World) -> None:
    if world.app.state.engine.dialect.name == "sqlite":
        return  # there SQLAlchemy asks, and takes them
    wanted: Any = bindparam("wanted", expanding=True)
    statement = PreparedStatement(select(col(Unit.id)).where(col(Unit.kind).in_(wanted)))
    async with transactions.single_statement(world.app.state.engine) as connection:
        with pytest.raises(TypeError):
            await statement.rows(connection, {"wanted": [UnitKind.district]})
