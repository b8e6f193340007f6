"""/themes/{id}/thread and /focus-areas/{id}/thread: from a theme to its results, and back."""

from fastapi import Response
from sqlmodel import col

from api.access.answers import answer, look
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.roles import READ
from api.core.columns import Id
from api.core.problems import NOT_ALLOWED, Problem
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.themes.queries import THEMES
from api.threads import queries
from api.threads.models import FocusAreaThread, ThemeThread

themes = room("/themes", "threads")
focus_areas = room("/focus-areas", "threads")
routers = (themes, focus_areas)


@themes.get("/{id}/thread", response_model=ThemeThread, **may("thread", READ))
async def follow_theme(call: CurrentCall, id: Id) -> Response:
    """Follow a theme: discussions, focus areas, decisions, agreements, outcomes; council and networks see counts."""
    session, scope = await call.read(), call.scope
    await look(call, THEMES, id)
    whole, steps = await queries.sees_the_whole(session, scope), await queries.sees_steps(session, scope)
    thread = {
        "theme": await queries.theme_of(session, id),
        "counts": await queries.counts_of(session, scope, id, whole=whole),
        "discussions": await queries.discussions_of(session, scope, id) if steps else None,
        "focus_areas": await queries.focus_areas_of(session, scope, col(FocusArea.theme_id) == id) if steps else None,
    }
    return answer(call, thread)


@focus_areas.get("/{id}/thread", response_model=FocusAreaThread, **may("thread", READ))
async def follow_focus_area(call: CurrentCall, id: Id) -> Response:
    """Follow a focus area: back to its theme and discussions, on to decisions and what they rested on, agreements and
    outcome."""
    session, scope = await call.read(), call.scope
    row = await look(call, FOCUS_AREAS, id)
    if not await queries.reaches(session, scope, row["institution_id"]):
        raise Problem(NOT_ALLOWED)  # seen because it is shared with the city: the thread stays at home
    [focus_area] = await queries.focus_areas_of(session, scope, col(FocusArea.id) == id)
    rested = await queries.rested_on(session, scope, (one["dialogue_id"] for one in focus_area["decisions"]))
    decisions = [{**one, "evidence": rested[one["dialogue_id"]]} for one in focus_area["decisions"]]
    beside = await queries.related(session, scope, focus_area)
    thread = {
        "theme": await queries.theme_of(session, row["theme_id"]),
        "discussions": await queries.discussions_of(session, scope, row["theme_id"], row["institution_id"]),
        "focus_area": {**focus_area, "decisions": decisions},
        "continues": next((one for one in beside if one["id"] == focus_area["continues_id"]), None),
        "continued_by": [one for one in beside if one["id"] != focus_area["continues_id"]],
    }
    return answer(call, thread)
