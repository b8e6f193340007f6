"""What is taken part in as a calendar (RFC 5545): that, when, where and with which institution; never what is said."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from api.calendar.queries.meetings import Rows, dialogues_of, follow_ups_of, observations_of

PAST = timedelta(days=90)
"""How far back a calendar goes."""


async def calendar_of(session: AsyncSession, scope: dict[str, Any], now: datetime) -> bytes:
    """A person's calendar, by the scope of what they reach; in Danish, as those who meet speak it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sammen//sammen-api//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sammen")
    for meeting in _meetings(await dialogues_of(session, scope, now - PAST)):
        calendar.add_component(_dialogue(meeting))
    for one in await observations_of(session, scope, now - PAST):
        calendar.add_component(_event("observation", [one], f"Læringsmiljøobservation: {one['institution_name']}"))
    for one in await follow_ups_of(session, scope, now - PAST):
        calendar.add_component(_event("follow-up", [one], f"Ledelsesopfølgning: {one['institution_name']}"))
    text: bytes = calendar.to_ical()
    return text


def _meetings(dialogues: Iterable[dict[str, Any]]) -> list[Rows]:
    """Dialogues of institutions that meet at once are one event."""
    found: dict[Any, Rows] = {}
    for dialogue in dialogues:
        found.setdefault(dialogue["meeting_id"] or dialogue["id"], []).append(dialogue)
    return list(found.values())


def _dialogue(meeting: Rows) -> Event:
    names = ", ".join(one["institution_name"] for one in meeting)
    return _event("dialogue", meeting, f"Læringssamtale {meeting[0]['round']}: {names}")


def _event(kind: str, rows: Rows, summary: str) -> Event:
    first = rows[0]
    changed, event = max(row["updated_at"] for row in rows), Event()
    event.add("uid", f"{kind}-{first.get('meeting_id') or first['id']}@sammen")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(row["version"] for row in rows) - 1)
    event.add("dtstart", min(row["planned_for"] for row in rows))
    if "planned_until" in first:
        event.add("dtend", max(row["planned_until"] for row in rows))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    if first.get("place"):
        event.add("location", first["place"])
    return event
