"""Now and today; a setting can move the clock outside production, so that two years fit into a test."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from api.core.settings import settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_moved_to: list[datetime] = []


def move(moment: datetime | None) -> None:
    """Stop the clock of this process at a moment, or let it run again; refused in production."""
    if settings().environment == "production":
        raise RuntimeError("the clock of a production service is not moved")
    _moved_to[:] = [] if moment is None else [moment.astimezone(UTC)]


def now() -> datetime:
    """The moment, in UTC."""
    if _moved_to:
        return _moved_to[0]
    file = settings().clock_file
    if file is not None and settings().environment != "production" and file.exists():
        return datetime.fromisoformat(file.read_text().strip()).astimezone(UTC)
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day in Danish civil time on which a moment falls."""
    return moment.astimezone(COPENHAGEN).date()


def today() -> date:
    """The day in Danish civil time: what is meant wherever the domain speaks of a day."""
    return day_of(now())
