"""/themes; their withdrawal and return, which ask who leans on them, are with the focus areas."""

from typing import Annotated

from fastapi import Query, Response

from api.access.answers import changed, created, deleted, one, page
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.core.columns import Id
from api.core.pages import Page
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.themes import actions
from api.themes.models import Theme, ThemeCreate, ThemeDecide, ThemePublic, ThemeQuery, ThemeUpdate
from api.themes.queries import THEMES

themes = room("/themes", "themes")
routers = (themes,)


@themes.get("", response_model=Page[ThemePublic], **may("themes_decided", READ))
async def list_themes(call: CurrentCall, query: Annotated[ThemeQuery, Query()]) -> Response:
    """List the themes that the caller sees: institutions see decided ones."""
    return await page(call, THEMES, query)


@themes.post("", response_model=ThemePublic, status_code=201, **may("themes_proposed", WRITE))
async def create_theme(call: CurrentCall, new: ThemeCreate) -> Response:
    """Propose a theme for a cycle."""
    await at_unit(call, None)
    await referred(call, {"/cycle_id": (Cycle, CYCLES, new.cycle_id)})
    [theme] = await actions.create_themes(call.session, call.caller, [new])
    return await created(call, THEMES, theme.id)


@themes.get("/{id}", response_model=ThemePublic, **may("themes_decided", READ))
async def get_theme(call: CurrentCall, id: Id) -> Response:
    """Read a theme; institutions see decided ones only."""
    return await one(call, THEMES, id)


@themes.patch("/{id}", response_model=ThemePublic, **may("themes_proposed", WRITE))
async def change_theme(call: CurrentCall, id: Id, change: ThemeUpdate) -> Response:
    """Change a proposed theme; of a decided one, its case and report."""
    theme = await within_reach(call, Theme, THEMES, id)
    values = change.given()
    await referred(call, {"/cycle_id": (Cycle, CYCLES, values.get("cycle_id"))})
    await actions.change_theme(call.session, call.caller, theme, values)
    return await changed(call, THEMES, id)


@themes.delete("/{id}", status_code=204, **may("themes_proposed", WRITE))
async def delete_theme(call: CurrentCall, id: Id) -> Response:
    """Delete a proposed theme that nothing refers to."""
    theme = await within_reach(call, Theme, THEMES, id)
    await actions.delete_theme(call.session, call.caller, theme)
    return deleted()


@themes.post("/{id}/decide", response_model=ThemePublic, **may("themes_proposed", TRANSITION))
async def decide_theme(call: CurrentCall, id: Id, decision: ThemeDecide = ThemeDecide()) -> Response:
    """The council has decided the theme: the institutions see it from now on."""
    theme = await within_reach(call, Theme, THEMES, id)
    await actions.decide_themes(call.session, call.caller, [theme], decision.decided_on, decision.case_reference)
    return await changed(call, THEMES, id)
