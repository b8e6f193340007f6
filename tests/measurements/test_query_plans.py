"""Thousands of measurements are found by index, on a database without statistics of its rows."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine

from api.measurements.queries.lookups import find_by_keys
from api.tables import metadata


@pytest.mark.parametrize(("length", "index"), [(4, "measurement_running_once"), (5, "measurement_once")])
def test_sqlite_finds_each_key_by_index(length: int, index: str) -> None:
    """It once began with all running measurements, and compared each with each key: a minute for 16,000."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        key: list[Any] = [UUID(int=1), UUID(int=2), "2026H1", "all", UUID(int=3)]
        statement, values = find_by_keys(engine.dialect, [key[:length]])
        compiled = statement.compile(dialect=engine.dialect)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple((compiled.params | values).values()))
        steps = [row[3] for row in plan]
    assert [step.split()[0] for step in steps] == ["SCAN", "SEARCH"]
    assert steps[0].startswith("SCAN keys")
    assert f"USING INDEX {index} (" in steps[1]
    engine.dispose()
