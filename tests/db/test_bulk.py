"""Bulk operations: ids in order, and errors of COPY."""

import pytest
from sqlalchemy.exc import IntegrityError

from api.core.identifiers import new_id
from api.db import transactions
from api.db.bulk import insert_many, new_ids
from api.db.error_reports import problem_for_error
from api.db.external_ids import ExternalId
from tests.support.world import World


def test_ids_in_bulk_are_like_single_ids() -> None:
    before, ids, after = new_id(), new_ids(1000), new_id()
    assert len(set(ids)) == 1000
    assert ids == sorted(ids)
    assert {id.version for id in ids} == {7}
    assert {id.variant for id in ids} == {before.variant}
    assert all(before.int >> 64 <= id.int >> 64 <= after.int >> 64 for id in ids)


@pytest.mark.parametrize("count", [2, 100])
async def test_duplicates_in_bulk_are_a_conflict(world: World, count: int) -> None:
    """Few rows are inserted by INSERT, many by COPY on PostgreSQL."""
    names = ("id", "resource", "thing_id", "system", "external_id")
    rows = [(id, "institutions", id, "stil", "1") for id in new_ids(count)]
    with pytest.raises(IntegrityError) as raised:
        async with transactions.write_transaction(world.app.state.engine) as session:
            await insert_many(session, ExternalId, names, rows)
    problem = problem_for_error(raised.value)
    assert problem is not None
    assert problem.kind.code == "already-exists"
