"""/themes, except withdrawing and reopening: these check focus areas, and are in that room."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.cycles.rules import CYCLE_ENDED
from api.http.pagination import Page
from api.themes import actions
from api.themes.models import Theme
from api.themes.queries import THEMES
from api.themes.schemas import ThemeCreate, ThemeDecide, ThemePublic, ThemeQuery, ThemeUpdate

themes = resource_router("/themes", "themes")
routers = (themes,)


@themes.get("", response_model=Page[ThemePublic], **requires("themes_decided", READ, problems=[NOT_ACCEPTABLE]))
async def list_themes(context: Context, query: Annotated[ThemeQuery, Query()]) -> Response:
    """List the themes that the caller may see: institutions see decided ones only."""
    return await list_response(context, THEMES, query)


@themes.post(
    "",
    response_model=ThemePublic,
    status_code=201,
    **requires("themes_proposed", WRITE, problems=[CYCLE_ENDED, NOT_FOUND, UNKNOWN_REFERENCE]),
)
async def create_theme(context: Context, new: ThemeCreate) -> Response:
    """Propose a theme for a cycle."""
    await require_access_at_unit(context, None)
    await resolve_references(context, {"/cycle_id": (Cycle, CYCLES, new.cycle_id)})
    [theme] = await actions.create_themes(context.session, context.caller, [new])
    return await created_response(context, THEMES, theme.id)


@themes.get("/{id}", response_model=ThemePublic, **requires("themes_decided", READ))
async def get_theme(context: Context, id: ResourceId) -> Response:
    """Read a theme; institutions see decided ones only."""
    return await resource_response(context, THEMES, id)


@themes.patch(
    "/{id}",
    response_model=ThemePublic,
    **requires("themes_proposed", WRITE, problems=[CYCLE_ENDED, UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def change_theme(context: Context, id: ResourceId, change: ThemeUpdate) -> Response:
    """Update a proposed theme; of a decided theme, only its case and report."""
    theme = await require_access(context, Theme, THEMES, id)
    values = change.changes()
    await resolve_references(context, {"/cycle_id": (Cycle, CYCLES, values.get("cycle_id"))})
    await actions.update_theme(context.session, context.caller, theme, values)
    return await updated_response(context, THEMES, id)


@themes.delete("/{id}", status_code=204, **requires("themes_proposed", WRITE, problems=[IN_USE, WRONG_STATE]))
async def delete_theme(context: Context, id: ResourceId) -> Response:
    """Delete a proposed theme that nothing refers to."""
    theme = await require_access(context, Theme, THEMES, id)
    await actions.delete_theme(context.session, context.caller, theme)
    return no_content()


@themes.post(
    "/{id}/decide", response_model=ThemePublic, **requires("themes_proposed", TRANSITION, problems=[WRONG_STATE])
)
async def decide_theme(context: Context, id: ResourceId, decision: ThemeDecide = ThemeDecide()) -> Response:
    """Record that the council has decided the theme; the institutions see it from now on."""
    theme = await require_access(context, Theme, THEMES, id)
    await actions.decide_themes(context.session, context.caller, [theme], decision.decided_on, decision.case_reference)
    return await updated_response(context, THEMES, id)
