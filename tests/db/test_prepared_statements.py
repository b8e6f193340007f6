"""Prepared statements, which PostgreSQL's driver executes directly, return what SQLAlchemy would return."""

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


async def executed(world: World, statement: PreparedStatement, values: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of a statement, executed twice in autocommit by the driver and once in a transaction."""
    async with transactions.single_statement(world.app.state.engine) as connection:
        results = [await statement.rows(connection, values) for _ in range(2)]
    async with transactions.read_transaction(world.app.state.engine) as session:
        results.append(await statement.rows(await session.connection(), values))
    return [[tuple(row) for row in rows] for rows in results]


async def test_every_list_is_the_same_from_driver_and_sqlalchemy(world: World) -> None:
    office = await world.actor("administration")
    assert (await office.get("/institutions")).status_code == 200
    me = (await office.get("/me")).json()
    scope = reach.scope_parameters(UUID(me["id"]), new_id(), world.app.state.settings)
    for listing in LISTINGS.values():
        statement, _ = _prepared(listing, StatementKey((), listing.default_sort, after=False, limit=51))
        by_driver, again, by_sqlalchemy = await executed(world, statement, dict(scope))
        assert by_driver == again == by_sqlalchemy, listing.name


def select_of_converted_types(value: Any) -> Any:
    number = bindparam("number", type_=Float())
    return select(
        cast(number, Numeric(10, 2)).label("decimal"),
        cast(number, Float()).label("double"),
        cast(number, Numeric(10, 2, asdecimal=False)).label("plain"),
        literal(value, Uuid()).label("constant"),
        literal("100 % of $1 and %(this)s").label("signs"),
    )


async def test_values_are_converted_as_by_sqlalchemy(world: World) -> None:
    by_driver, again, by_sqlalchemy = await executed(
        world, PreparedStatement(select_of_converted_types(new_id())), {"number": 12.5}
    )
    assert [list(map(type, row)) for row in by_driver] == [list(map(type, row)) for row in by_sqlalchemy]
    assert by_driver == again == by_sqlalchemy


async def test_error_is_raised_as_by_sqlalchemy(world: World) -> None:
    engine = world.app.state.engine
    if engine.dialect.name == "sqlite":
        return  # it has no intervals
    statement = PreparedStatement(select(cast(bindparam("text"), Interval())))
    async with transactions.single_statement(engine) as connection:
        with pytest.raises(Exception, match="interval") as error:
            await statement.rows(connection, {"text": "no time"})
        assert type(error.value).__module__.startswith("sqlalchemy")


async def test_list_as_a_parameter_is_refused(world: World) -> None:
    if world.app.state.engine.dialect.name == "sqlite":
        return  # SQLAlchemy executes it there, and accepts lists
    kinds: Any = bindparam("kinds", expanding=True)
    statement = PreparedStatement(select(col(Unit.id)).where(col(Unit.kind).in_(kinds)))
    async with transactions.single_statement(world.app.state.engine) as connection:
        with pytest.raises(TypeError):
            await statement.rows(connection, {"kinds": [UnitKind.district]})
