"""The clock: UTC for timestamps, Danish local time for dates, movable outside production only."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from tests.support.application import SECRET


def settings(**values: object) -> Settings:
    return Settings(database_url="sqlite+aiosqlite:///unused.db", token_secret=SECRET, **values)  # type: ignore[arg-type]


@pytest.fixture
def _restored_clock() -> Iterator[None]:
    """The clock is configured as for tests again afterwards."""
    yield
    clock.configure(settings(environment="test"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T21:59:59+00:00", date(2026, 6, 30)),
        ("2026-06-30T22:00:00+00:00", date(2026, 7, 1)),
        ("2026-12-31T22:59:59+00:00", date(2026, 12, 31)),
        ("2026-12-31T23:00:00+00:00", date(2027, 1, 1)),
        ("2026-03-29T00:30:00+00:00", date(2026, 3, 29)),
    ],
)
def test_today_is_the_date_in_denmark(moment: str, day: date) -> None:
    clock.move(datetime.fromisoformat(moment))
    assert clock.today() == day
    assert clock.now().tzinfo is UTC


def test_clock_runs_again_after_it_was_stopped() -> None:
    clock.move(datetime(2020, 1, 1, tzinfo=UTC))
    clock.move(None)
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5


@pytest.mark.usefixtures("_restored_clock")
def test_production_clock_cannot_be_moved(tmp_path: Path) -> None:
    file = tmp_path / "now"
    file.write_text("2020-01-01T00:00:00+00:00")
    clock.configure(settings(environment="production", clock_file=file))
    with pytest.raises(RuntimeError):
        clock.move(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now().year > 2020


@pytest.mark.usefixtures("_restored_clock")
def test_file_moves_the_clock_of_a_started_server(tmp_path: Path) -> None:
    file = tmp_path / "now"
    clock.configure(settings(environment="test", clock_file=file))
    assert clock.now().year > 2020
    file.write_text("2020-01-01T01:00:00+01:00\n")
    assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("_restored_clock")
def test_application_configures_the_clock_from_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "now"
    file.write_text("2020-01-01T00:00:00+00:00")
    create_app(settings(environment="test", clock_file=file))
    assert clock.now().year == 2020
