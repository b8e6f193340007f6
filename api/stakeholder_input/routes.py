"""/stakeholder-input: what people said, what was done with it, and its statistics."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.access.answers import answer, created, look, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.models import Role
from api.access.roles import READ, TRANSITION, WRITE, roles_for
from api.access.transitions import offer
from api.core import clock
from api.core.columns import Id
from api.core.pages import Page
from api.core.problems import refuse
from api.core.settings import settings
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.stakeholder_input import actions
from api.stakeholder_input.consultation_routes import consultation_answers, consultations
from api.stakeholder_input.counting import count_voices
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries import CHANGES_IT, INPUTS, READ_INPUT, WRITE_INPUT
from api.stakeholder_input.results import answers_by_question, results_of
from api.stakeholder_input.shapes import (
    InputAnswer,
    InputCreate,
    InputPublic,
    InputQuery,
    InputRedact,
    InputUpdate,
    InputWhole,
    InputWithdraw,
)
from api.stakeholder_input.statistics import Grouping, InputStatistics, StatisticsQuery, asked_half_years, statistics_of
from api.stakeholder_input.steps import INPUT_STEPS, LEADERS
from api.themes.models import Theme
from api.themes.queries import THEMES

stakeholder_input = room("/stakeholder-input", "stakeholder input")
routers = (stakeholder_input, consultations, consultation_answers)

# Whoever wrote something reads it back.
_readers = {*roles_for(READ_INPUT), *roles_for(WRITE_INPUT)}
_READ = may("stakeholder_input", READ, **{"x-roles": [str(role) for role in Role if role in _readers]})


async def _changeable(call: Call, id: UUID) -> Input:
    """The input, for leader and staff, and for whoever wrote it."""
    return await within_reach(call, Input, INPUTS, id, may=LEADERS, also=CHANGES_IT)


async def _whole(call: Call, id: UUID) -> Response:
    """Input as it is answered by itself: with what those whom it counts answered."""
    row, results = await look(call, INPUTS, id), None
    if row["consultation_id"] is not None and row["counted_in_id"] is None:
        results = (await results_of(await call.read(related=True), [id])).get(id)
    return answer(call, {**row, "results": results}, version=row["version"])


async def _referred(call: Call, values: Mapping[str, Any]) -> None:
    await referred(
        call,
        {
            "/institution_id": (Institution, INSTITUTIONS, values.get("institution_id")),
            "/theme_id": (Theme, THEMES, values.get("theme_id")),
            "/focus_area_id": (FocusArea, FOCUS_AREAS, values.get("focus_area_id")),
        },
    )


@stakeholder_input.get("", response_model=Page[InputPublic], **_READ)
async def list_stakeholder_input(call: CurrentCall, query: Annotated[InputQuery, Query()]) -> Response:
    """List the input within reach; its words for those who may read them."""
    return await page(call, INPUTS, query)


@stakeholder_input.post("", response_model=InputWhole, status_code=201, **may("stakeholder_input", WRITE))
async def add_stakeholder_input(call: CurrentCall, new: InputCreate) -> Response:
    """Write down what children, young people, parents, staff or a board said."""
    await _referred(call, dict(new))
    await at_unit(call, new.institution_id)
    [input] = await actions.add_inputs(call.session, call.caller, [new])
    return await created(call, INPUTS, input.id, {"results": None})


@stakeholder_input.get("/statistics", response_model=InputStatistics, **may("input_statistics", READ))
async def get_input_statistics(call: CurrentCall, query: Annotated[StatisticsQuery, Query()]) -> Response:
    """Count the voices within reach over whole half-years that are over, by one thing; small groups are withheld."""
    wanted, faults = asked_half_years(query.from_, query.to, clock.today())
    refuse(faults)
    session = await call.read()
    if query.by is Grouping.question:
        return answer(call, await answers_by_question(session, call.scope, wanted))
    rows = await count_voices(session, call.scope, query.by, wanted)
    return answer(call, statistics_of(query.by, wanted, rows, settings().small_group))


@stakeholder_input.get("/{id}", response_model=InputWhole, **_READ)
async def get_stakeholder_input(call: CurrentCall, id: Id) -> Response:
    """Read one piece of input; its words for those who may read them."""
    return await _whole(call, id)


@stakeholder_input.patch("/{id}", response_model=InputWhole, **may("stakeholder_input", WRITE))
async def change_stakeholder_input(call: CurrentCall, id: Id, change: InputUpdate) -> Response:
    """Change input that was not taken back: leader and staff any, others what they wrote."""
    input = await _changeable(call, id)
    # What it refers to already may be out of sight since: only what is new is looked up.
    values = change.given()
    await _referred(call, {name: value for name, value in values.items() if value != getattr(input, name, None)})
    await actions.change_inputs(call.session, call.caller, [(input, values)])
    return await _whole(call, id)


@stakeholder_input.post("/{id}/answer", response_model=InputWhole, **may("stakeholder_input", TRANSITION))
async def answer_stakeholder_input(call: CurrentCall, id: Id, said: InputAnswer) -> Response:
    """Say what was done with it: you said, we did."""
    input = await within_reach(call, Input, INPUTS, id)
    pair = (input, said.answer)
    await actions.answer_inputs(call.session, call.caller, [pair], answered_on=said.answered_on)
    return await _whole(call, id)


@stakeholder_input.post("/{id}/withdraw", response_model=InputWhole, **may("stakeholder_input", WRITE))
async def withdraw_stakeholder_input(call: CurrentCall, id: Id, said: InputWithdraw) -> Response:
    """Take input back: its words disappear everywhere, its place and the reason remain."""
    input = await _changeable(call, id)
    await actions.withdraw_inputs(call.session, call.caller, [input], said.reason)
    return await _whole(call, id)


@stakeholder_input.post("/{id}/redact", response_model=InputWhole, **may("stakeholder_input", WRITE))
async def redact_stakeholder_input(call: CurrentCall, id: Id, said: InputRedact) -> Response:
    """Take words out of input: they disappear everywhere, its place and the reason remain."""
    input = await _changeable(call, id)
    await actions.redact_input(call.session, call.caller, input, said.fields, said.reason)
    return await _whole(call, id)


offer(stakeholder_input, Input, INPUTS, INPUT_STEPS, _READ)
