"""The current time, in UTC, and the current date, in Denmark.

Outside production the clock can be moved, by `move` in this process or by a file (`clock_file`) for a server that a
test has started: tests and the demo cover several years.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from api.core.settings import Settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class _Clock:
    """The state of this process's clock."""

    movable: bool = True
    file: Path | None = None
    moved_to: datetime | None = None


def configure(settings: Settings) -> None:
    """Take the environment and the clock file from the settings; a production clock cannot be moved.

    There is one clock in a process, because models use `now` as a default: `create_app` and the commands configure it
    when they start, and the settings of the newest application apply.
    """
    _Clock.movable = settings.environment != "production"
    _Clock.file = settings.clock_file if _Clock.movable else None


def move(moment: datetime | None) -> None:
    """Stop the clock of this process at a moment, or let it run again (None); raise RuntimeError in production."""
    if not _Clock.movable:
        raise RuntimeError("the clock of a production service cannot be moved")
    _Clock.moved_to = None if moment is None else moment.astimezone(UTC)


def now() -> datetime:
    """Return the current time, in UTC."""
    if _Clock.moved_to is not None:
        return _Clock.moved_to
    if _Clock.file is not None and _Clock.file.exists():
        return datetime.fromisoformat(_Clock.file.read_text().strip()).astimezone(UTC)
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """Return the date of a moment in Danish local time."""
    return moment.astimezone(COPENHAGEN).date()


def today() -> date:
    """Return the current date in Danish local time: every date of the domain is a Danish one."""
    return day_of(now())
