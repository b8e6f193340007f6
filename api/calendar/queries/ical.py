"""A person's meetings in the iCalendar format (RFC 5545): time, place and institutions, without any content."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from api.calendar.queries.meetings import Rows, dialogues_of, follow_ups_of, observations_of

INCLUDED_PAST = timedelta(days=90)
"""How far back the calendar goes."""


async def calendar_of(session: AsyncSession, scope: dict[str, Any], now: datetime) -> bytes:
    """Return the calendar of the person with this scope, with event titles in Danish."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sammen//sammen-api//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sammen")
    since = now - INCLUDED_PAST
    for meeting in _group_by_meeting(await dialogues_of(session, scope, since)):
        calendar.add_component(_dialogue_event(meeting))
    for observation in await observations_of(session, scope, since):
        title = f"Læringsmiljøobservation: {observation['institution_name']}"
        calendar.add_component(_event("observation", [observation], title))
    for follow_up in await follow_ups_of(session, scope, since):
        title = f"Ledelsesopfølgning: {follow_up['institution_name']}"
        calendar.add_component(_event("follow-up", [follow_up], title))
    content: bytes = calendar.to_ical()
    return content


def _group_by_meeting(dialogues: Iterable[dict[str, Any]]) -> list[Rows]:
    """Group the dialogues of a joint meeting, which is a single event."""
    meetings: dict[Any, Rows] = {}
    for dialogue in dialogues:
        meetings.setdefault(dialogue["meeting_id"] or dialogue["id"], []).append(dialogue)
    return list(meetings.values())


def _dialogue_event(meeting: Rows) -> Event:
    names = ", ".join(dialogue["institution_name"] for dialogue in meeting)
    return _event("dialogue", meeting, f"Læringssamtale {meeting[0]['round']}: {names}")


def _event(kind: str, rows: Rows, title: str) -> Event:
    """Return the event of a meeting; `rows` are its dialogues, or a single observation or follow-up."""
    first = rows[0]
    updated_at = max(row["updated_at"] for row in rows)
    event = Event()
    event.add("uid", f"{kind}-{first.get('meeting_id') or first['id']}@sammen")
    event.add("dtstamp", updated_at)
    event.add("last-modified", updated_at)
    event.add("sequence", max(row["version"] for row in rows) - 1)
    event.add("dtstart", min(row["planned_for"] for row in rows))
    if "planned_until" in first:
        event.add("dtend", max(row["planned_until"] for row in rows))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    if first.get("place"):
        event.add("location", first["place"])
    return event
