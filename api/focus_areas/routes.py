"""/focus-areas; and of /themes, withdrawing and reopening, which check focus areas."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE
from api.cycles.rules import CYCLE_ENDED
from api.focus_areas import actions
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.focus_areas.rules import DECIDED_IN_DIALOGUE, THEME_NOT_DECIDED, THEME_NOT_FOR_THIS_KIND, THEME_OF_ANOTHER_AREA
from api.focus_areas.schemas import FocusAreaCreate, FocusAreaPublic, FocusAreaQuery, FocusAreaUpdate
from api.focus_areas.transitions import FOCUS_AREA_TRANSITIONS, THEME_TRANSITIONS
from api.http.pagination import Page
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED
from api.themes.models import Theme
from api.themes.queries import THEMES
from api.themes.rules import THEME_IN_USE
from api.themes.schemas import ThemePublic

focus_areas = resource_router("/focus-areas", "focus areas")
themes = resource_router("/themes", "themes")
routers = (focus_areas, themes)


@focus_areas.get(
    "",
    response_model=Page[FocusAreaPublic],
    **requires("focus_areas", READ, "focus_areas_shared", problems=[NOT_ACCEPTABLE]),
)
async def list_focus_areas(context: Context, query: Annotated[FocusAreaQuery, Query()]) -> Response:
    """List the focus areas within reach, and those shared with the whole municipality."""
    return await list_response(context, FOCUS_AREAS, query)


@focus_areas.post(
    "",
    response_model=FocusAreaPublic,
    status_code=201,
    **requires(
        "focus_areas",
        WRITE,
        problems=[
            CYCLE_ENDED,
            DECIDED_IN_DIALOGUE,
            INSTITUTION_CLOSED,
            NOT_FOUND,
            THEME_NOT_DECIDED,
            THEME_NOT_FOR_THIS_KIND,
            THEME_OF_ANOTHER_AREA,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def propose_focus_area(context: Context, new: FocusAreaCreate) -> Response:
    """Propose a focus area for an institution; a learning dialogue may choose it."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/theme_id": (Theme, THEMES, new.theme_id),
            "/continues_id": (FocusArea, FOCUS_AREAS, new.continues_id),
        },
    )
    await require_access_at_unit(context, new.institution_id)
    [focus_area] = await actions.propose_focus_areas(context.session, context.caller, [new])
    return await created_response(context, FOCUS_AREAS, focus_area.id)


@focus_areas.get("/{id}", response_model=FocusAreaPublic, **requires("focus_areas", READ, "focus_areas_shared"))
async def get_focus_area(context: Context, id: ResourceId) -> Response:
    """Read a focus area."""
    return await resource_response(context, FOCUS_AREAS, id)


@focus_areas.patch(
    "/{id}",
    response_model=FocusAreaPublic,
    **requires(
        "focus_areas",
        WRITE,
        problems=[
            CYCLE_ENDED,
            DECIDED_IN_DIALOGUE,
            INSTITUTION_CLOSED,
            THEME_NOT_DECIDED,
            THEME_NOT_FOR_THIS_KIND,
            THEME_OF_ANOTHER_AREA,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def change_focus_area(context: Context, id: ResourceId, change: FocusAreaUpdate) -> Response:
    """Update a proposed or chosen focus area; its status is decided in dialogues."""
    focus_area = await require_access(context, FocusArea, FOCUS_AREAS, id)
    values = change.changes()
    await resolve_references(
        context,
        {
            "/theme_id": (Theme, THEMES, values.get("theme_id")),
            "/continues_id": (FocusArea, FOCUS_AREAS, values.get("continues_id")),
        },
    )
    await actions.update_focus_area(context.session, context.caller, focus_area, values)
    return await updated_response(context, FOCUS_AREAS, id)


@focus_areas.delete("/{id}", status_code=204, **requires("focus_areas", WRITE, problems=[IN_USE, WRONG_STATE]))
async def delete_focus_area(context: Context, id: ResourceId) -> Response:
    """Delete a proposed focus area that nothing refers to."""
    focus_area = await require_access(context, FocusArea, FOCUS_AREAS, id)
    await actions.delete_focus_area(context.session, context.caller, focus_area)
    return no_content()


@themes.post(
    "/{id}/withdraw",
    response_model=ThemePublic,
    **requires("themes_proposed", TRANSITION, problems=[THEME_IN_USE, WRONG_STATE]),
)
async def withdraw_theme(context: Context, id: ResourceId) -> Response:
    """Withdraw a theme that no focus area uses."""
    theme = await require_access(context, Theme, THEMES, id)
    await actions.withdraw_theme(context.session, context.caller, theme)
    return await updated_response(context, THEMES, id)


@themes.post(
    "/{id}/reopen",
    response_model=ThemePublic,
    **requires("themes_proposed", TRANSITION, problems=[THEME_IN_USE, WRONG_STATE]),
)
async def reopen_theme(context: Context, id: ResourceId) -> Response:
    """Reopen a decided or withdrawn theme as a proposal, if no focus area has used it."""
    theme = await require_access(context, Theme, THEMES, id)
    await actions.reopen_theme(context.session, context.caller, theme)
    return await updated_response(context, THEMES, id)


add_transitions_route(
    focus_areas, FocusArea, FOCUS_AREAS, FOCUS_AREA_TRANSITIONS, requires("focus_areas", READ, "focus_areas_shared")
)
add_transitions_route(themes, Theme, THEMES, THEME_TRANSITIONS, requires("themes_decided", READ, "themes_proposed"))
