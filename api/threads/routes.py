"""/themes/{id}/thread and /focus-areas/{id}/thread: from a theme to its results, and back."""

from fastapi import Response
from sqlmodel import col

from api.access.caller import Context
from api.access.responses import fetch_visible, json_response
from api.access.roles import READ
from api.access.route_class import requires, resource_router
from api.core.field_types import ResourceId
from api.core.problems import NOT_ALLOWED, Problem
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.themes.queries import THEMES
from api.threads import queries
from api.threads.schemas import FocusAreaThread, ThemeThread

themes = resource_router("/themes", "threads")
focus_areas = resource_router("/focus-areas", "threads")
routers = (themes, focus_areas)


@themes.get("/{id}/thread", response_model=ThemeThread, **requires("thread", READ))
async def follow_theme(context: Context, id: ResourceId) -> Response:
    """Follow a theme: discussions, focus areas, decisions, agreements, outcomes; council and networks see counts."""
    session, scope = await context.read(), context.scope
    await fetch_visible(context, THEMES, id)
    whole, steps = await queries.sees_the_whole(session, scope), await queries.sees_steps(session, scope)
    thread = {
        "theme": await queries.theme_of(session, id),
        "counts": await queries.counts_of(session, scope, id, whole=whole),
        "discussions": await queries.discussions_of(session, scope, id) if steps else None,
        "focus_areas": await queries.focus_areas_of(session, scope, col(FocusArea.theme_id) == id) if steps else None,
    }
    return json_response(context, thread)


@focus_areas.get("/{id}/thread", response_model=FocusAreaThread, **requires("thread", READ))
async def follow_focus_area(context: Context, id: ResourceId) -> Response:
    """Follow a focus area: back to its theme and discussions, on to decisions and what they rested on, agreements and
    outcome."""
    session, scope = await context.read(), context.scope
    row = await fetch_visible(context, FOCUS_AREAS, id)
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
    return json_response(context, thread)
