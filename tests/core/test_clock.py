"""The clock: UTC for moments, Danish civil time for days, moved outside production only."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.core import clock
from api.core.settings import Settings


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
def test_a_day_is_the_danes_day(moment: str, day: date) -> None:
    clock.move(datetime.fromisoformat(moment))
    assert clock.today() == day
    assert clock.now().tzinfo is UTC


def test_it_runs_again_when_it_is_let_go() -> None:
    clock.move(datetime(2020, 1, 1, tzinfo=UTC))
    clock.move(None)
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5


def settings(**given: object) -> Settings:
    return Settings(database_url="sqlite+aiosqlite:///unused.db", **given)  # type: ignore[arg-type]


def test_in_production_it_is_not_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "now"
    file.write_text("2020-01-01T00:00:00+00:00")
    monkeypatch.setattr(clock, "settings", lambda: settings(environment="production", clock_file=file))
    with pytest.raises(RuntimeError):
        clock.move(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now().year > 2020


def test_a_file_moves_it_for_a_started_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "now"
    monkeypatch.setattr(clock, "settings", lambda: settings(environment="test", clock_file=file))
    assert clock.now().year > 2020
    file.write_text("2020-01-01T01:00:00+01:00\n")
    assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)
