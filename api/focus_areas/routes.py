"""/focus-areas; and of /themes what needs to know whether a focus area leans on them."""

from typing import Annotated

from fastapi import Query, Response

from api.access.answers import changed, created, deleted, one, page
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core.columns import Id
from api.core.pages import Page
from api.focus_areas import actions
from api.focus_areas.models import (
    FocusArea,
    FocusAreaCreate,
    FocusAreaPublic,
    FocusAreaQuery,
    FocusAreaUpdate,
)
from api.focus_areas.queries import FOCUS_AREAS
from api.focus_areas.steps import FOCUS_AREA_STEPS, THEME_STEPS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.themes.models import Theme, ThemePublic
from api.themes.queries import THEMES

focus_areas = room("/focus-areas", "focus areas")
themes = room("/themes", "themes")
routers = (focus_areas, themes)


@focus_areas.get("", response_model=Page[FocusAreaPublic], **may("focus_areas", READ, "focus_areas_shared"))
async def list_focus_areas(call: CurrentCall, query: Annotated[FocusAreaQuery, Query()]) -> Response:
    """List the focus areas within reach, and those that are shared with the city."""
    return await page(call, FOCUS_AREAS, query)


@focus_areas.post("", response_model=FocusAreaPublic, status_code=201, **may("focus_areas", WRITE))
async def propose_focus_area(call: CurrentCall, new: FocusAreaCreate) -> Response:
    """Propose a focus area for an institution; a learning dialogue chooses it."""
    await referred(
        call,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/theme_id": (Theme, THEMES, new.theme_id),
            "/continues_id": (FocusArea, FOCUS_AREAS, new.continues_id),
        },
    )
    await at_unit(call, new.institution_id)
    [focus_area] = await actions.propose_focus_areas(call.session, call.caller, [new])
    return await created(call, FOCUS_AREAS, focus_area.id)


@focus_areas.get("/{id}", response_model=FocusAreaPublic, **may("focus_areas", READ, "focus_areas_shared"))
async def get_focus_area(call: CurrentCall, id: Id) -> Response:
    """Read a focus area."""
    return await one(call, FOCUS_AREAS, id)


@focus_areas.patch("/{id}", response_model=FocusAreaPublic, **may("focus_areas", WRITE))
async def change_focus_area(call: CurrentCall, id: Id, change: FocusAreaUpdate) -> Response:
    """Change a focus area that is proposed or chosen; its status is decided in dialogues."""
    focus_area = await within_reach(call, FocusArea, FOCUS_AREAS, id)
    values = change.given()
    await referred(
        call,
        {
            "/theme_id": (Theme, THEMES, values.get("theme_id")),
            "/continues_id": (FocusArea, FOCUS_AREAS, values.get("continues_id")),
        },
    )
    await actions.change_focus_area(call.session, call.caller, focus_area, values)
    return await changed(call, FOCUS_AREAS, id)


@focus_areas.delete("/{id}", status_code=204, **may("focus_areas", WRITE))
async def delete_focus_area(call: CurrentCall, id: Id) -> Response:
    """Delete a proposed focus area that nothing refers to."""
    focus_area = await within_reach(call, FocusArea, FOCUS_AREAS, id)
    await actions.delete_focus_area(call.session, call.caller, focus_area)
    return deleted()


@themes.post("/{id}/withdraw", response_model=ThemePublic, **may("themes_proposed", TRANSITION))
async def withdraw_theme(call: CurrentCall, id: Id) -> Response:
    """Withdraw a theme that no focus area leans on."""
    theme = await within_reach(call, Theme, THEMES, id)
    await actions.withdraw_theme(call.session, call.caller, theme)
    return await changed(call, THEMES, id)


@themes.post("/{id}/reopen", response_model=ThemePublic, **may("themes_proposed", TRANSITION))
async def reopen_theme(call: CurrentCall, id: Id) -> Response:
    """Return a decided or withdrawn theme to proposed, if nothing leans on it yet."""
    theme = await within_reach(call, Theme, THEMES, id)
    await actions.reopen_theme(call.session, call.caller, theme)
    return await changed(call, THEMES, id)


offer(focus_areas, FocusArea, FOCUS_AREAS, FOCUS_AREA_STEPS, may("focus_areas", READ, "focus_areas_shared"))
offer(themes, Theme, THEMES, THEME_STEPS, may("themes_decided", READ, "themes_proposed"))
