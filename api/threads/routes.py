"""Routes of /themes/{id}/thread and /focus-areas/{id}/thread."""

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
from api.threads.queries.counts import counts_of
from api.threads.queries.steps import (
    discussions_of,
    evidence_of_dialogues,
    focus_areas_of,
    related_focus_areas,
    theme_of,
)
from api.threads.queries.visible import follows_institution, sees_municipality_counts, sees_steps
from api.threads.schemas import FocusAreaThread, ThemeThread

themes = resource_router("/themes", "threads")
focus_areas = resource_router("/focus-areas", "threads")
routers = (themes, focus_areas)


@themes.get("/{id}/thread", response_model=ThemeThread, **requires("thread", READ))
async def follow_theme(context: Context, id: ResourceId) -> Response:
    """Read the thread of a theme: discussions, focus areas with decisions and agreements, and counts.

    Council and network members see only the counts, of the whole municipality.
    """
    session, scope = await context.read_session(), context.scope
    await fetch_visible(context, THEMES, id)
    whole_municipality = await sees_municipality_counts(session, scope)
    with_steps = await sees_steps(session, scope)
    thread = {
        "theme": await theme_of(session, id),
        "counts": await counts_of(session, scope, id, whole_municipality=whole_municipality),
        "discussions": await discussions_of(session, scope, id) if with_steps else None,
        "focus_areas": await focus_areas_of(session, scope, col(FocusArea.theme_id) == id) if with_steps else None,
    }
    return json_response(context, thread)


@focus_areas.get("/{id}/thread", response_model=FocusAreaThread, **requires("thread", READ))
async def follow_focus_area(context: Context, id: ResourceId) -> Response:
    """Read the thread of a focus area: theme, discussions, decisions with their evidence, agreements and outcome."""
    session, scope = await context.read_session(), context.scope
    row = await fetch_visible(context, FOCUS_AREAS, id)
    if not await follows_institution(session, scope, row["institution_id"]):
        raise Problem(NOT_ALLOWED)  # visible because it is shared with the city; its thread is not shared
    [focus_area] = await focus_areas_of(session, scope, col(FocusArea.id) == id)
    dialogue_ids = [decision["dialogue_id"] for decision in focus_area["decisions"]]
    evidence = await evidence_of_dialogues(session, scope, dialogue_ids)
    decisions = [{**decision, "evidence": evidence[decision["dialogue_id"]]} for decision in focus_area["decisions"]]
    related = await related_focus_areas(session, scope, focus_area)
    continues_id = focus_area["continues_id"]
    thread = {
        "theme": await theme_of(session, row["theme_id"]),
        "discussions": await discussions_of(session, scope, row["theme_id"], row["institution_id"]),
        "focus_area": {**focus_area, "decisions": decisions},
        "continues": next((other for other in related if other["id"] == continues_id), None),
        "continued_by": [other for other in related if other["id"] != continues_id],
    }
    return json_response(context, thread)
