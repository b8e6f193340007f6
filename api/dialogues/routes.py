"""/dialogues: planning, the circle, holding, the agenda, and the prompts; and /institutions/{id}/evidence."""

from collections.abc import Iterable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlmodel import col

from api.access.answers import answer, look, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, seen_among, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core.columns import Id
from api.core.conditions import require_version
from api.core.pages import Page
from api.core.problems import NOT_ALLOWED, NOT_FOUND, UNKNOWN_REFERENCE, Fault, Problem, refuse
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.dialogues import actions, convening, mending, outcome
from api.dialogues.agenda import agenda_of
from api.dialogues.circle import CircleShape, PromptsPublic, PromptsQuery, PromptsShape, prompts_answer
from api.dialogues.evidence import evidence_of
from api.dialogues.holding import AgendaPublic, DialogueCorrection, DialogueHold, DialoguePublic, DialogueRedact
from api.dialogues.minutes import minutes_of
from api.dialogues.models import Dialogue
from api.dialogues.planning import (
    DialogueCancel,
    DialogueCreate,
    DialogueLine,
    DialogueQuery,
    DialogueReopen,
    DialogueRound,
    DialogueRoundPublic,
    DialogueUpdate,
)
from api.dialogues.queries import DIALOGUES, own_focus_areas, prompts
from api.dialogues.seats import WRITES_CIRCLE, planned_by
from api.dialogues.steps import DIALOGUE_STEPS
from api.evidence.shapes import EvidencePublic, EvidenceQuery
from api.focus_areas.queries import FOCUS_AREAS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS

dialogues = room("/dialogues", "dialogues")
institutions = room("/institutions", "institutions")
routers = (dialogues, institutions)


async def _whole(call: Call, id: UUID, status: int = 200) -> Response:
    row = await look(call, DIALOGUES, id)
    whole = {**row, **await minutes_of(call.session, call.scope, id, row["institution_id"])}
    response = answer(call, whole, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/dialogues/{id}"
    return response


async def _known_focus_areas(call: Call, dialogue: Dialogue, wanted: Iterable[tuple[str, UUID | None]]) -> None:
    """Raise `unknown-reference` for focus areas that are neither the dialogue's own nor seen by the caller."""
    named = [(pointer, id) for pointer, id in wanted if id is not None]
    ids = [id for _, id in named]
    known = {
        *await own_focus_areas(call.session, dialogue.institution_id, ids),
        *await seen_among(call, FOCUS_AREAS, ids),
    }
    refuse(Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, id in named if id not in known)


async def _at_all(call: Call, wanted: Sequence[DialogueCreate]) -> None:
    """Raise `unknown-reference` for what is not seen, `not-allowed` unless all institutions are reached."""
    institutions, cycles = {one.institution_id for one in wanted}, {one.cycle_id for one in wanted}
    seen = await seen_among(call, INSTITUTIONS, institutions) | await seen_among(call, CYCLES, cycles)
    refuse(
        Fault(UNKNOWN_REFERENCE, pointer=f"/dialogues/{index}/{name}")
        for index, one in enumerate(wanted)
        for name in ("institution_id", "cycle_id")
        if getattr(one, name) not in seen
    )
    if await planned_by(call.session, call.caller, institutions) != institutions:
        raise Problem(NOT_ALLOWED)


@dialogues.get("", response_model=Page[DialogueLine], **may("dialogue_planning", READ))
async def list_dialogues(call: CurrentCall, query: Annotated[DialogueQuery, Query()]) -> Response:
    """List the dialogues within reach, and those in which the caller takes part, by the time they are planned for."""
    return await page(call, DIALOGUES, query)


@dialogues.post("", response_model=DialoguePublic, status_code=201, **may("dialogue_planning", WRITE))
async def plan_dialogue(call: CurrentCall, new: DialogueCreate) -> Response:
    """Plan the dialogue of an institution in a round of its area's cycle."""
    await referred(
        call,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/cycle_id": (Cycle, CYCLES, new.cycle_id),
        },
    )
    await at_unit(call, new.institution_id)
    [dialogue] = await convening.plan_dialogues(call.session, call.caller, [new])
    return await _whole(call, dialogue.id, 201)


@dialogues.post("/rounds", response_model=DialogueRoundPublic, **may("dialogue_planning", WRITE))
async def plan_dialogue_round(call: CurrentCall, new: DialogueRound) -> Response:
    """Plan the dialogues of many institutions at once, a district's round say: all of them, or none."""
    await _at_all(call, new.dialogues)
    made = await convening.plan_dialogues(call.session, call.caller, new.dialogues, "/dialogues")
    mine = DIALOGUES.select.where(col(Dialogue.id).in_([one.id for one in made]))
    rows = {row.id: dict(row._mapping) for row in await call.session.execute(mine, call.scope)}
    return answer(call, {"items": [rows[one.id] for one in made]})


@dialogues.get("/prompts", response_model=PromptsPublic, **may("dialogue_planning", READ))
async def get_prompts(call: CurrentCall, query: Annotated[PromptsQuery, Query()]) -> Response:
    """Read what the learning circle asks at each step, in its newest revision or in the one that is named."""
    number, texts = await prompts(await call.read(), query.number)
    if query.number not in (None, number):
        raise Problem(NOT_FOUND)
    return answer(call, prompts_answer(number, texts), version=number)


@dialogues.put("/prompts", response_model=PromptsPublic, **may("dialogue_planning", WRITE))
async def revise_prompts(call: CurrentCall, new: PromptsShape) -> Response:
    """Revise what the learning circle asks; dialogues that were held keep what they were held by."""
    await at_unit(call, None)
    require_version(call.request, (await prompts(call.session))[0])
    revised = await actions.revise_prompts(call.session, call.caller, new.prompts)
    return answer(call, prompts_answer(revised.number, revised.prompts), version=revised.number)


@dialogues.get("/{id}", response_model=DialoguePublic, **may("dialogue_planning", READ))
async def get_dialogue(call: CurrentCall, id: Id) -> Response:
    """Read a dialogue; of circle, evidence, decisions and agreements what the caller may."""
    await call.read(related=True)
    return await _whole(call, id)


@dialogues.get("/{id}/agenda", response_model=AgendaPublic, **may("dialogue_planning", READ))
async def get_agenda(call: CurrentCall, id: Id) -> Response:
    """Read the agenda: open agreements, focus areas and their development, the evidence, and the prompts."""
    session = await call.read(related=True)
    row = await look(call, DIALOGUES, id)
    return answer(call, await agenda_of(session, call.scope, row))


@dialogues.patch("/{id}", response_model=DialoguePublic, **may("dialogue_planning", WRITE))
async def change_dialogue(call: CurrentCall, id: Id, change: DialogueUpdate) -> Response:
    """Change the plan of a dialogue that is still planned."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    await convening.change_dialogue(call.session, call.caller, dialogue, change.given())
    return await _whole(call, id)


@dialogues.put("/{id}/circle", response_model=DialoguePublic, **may("dialogue_circle", WRITE))
async def write_circle(call: CurrentCall, id: Id, circle: CircleShape) -> Response:
    """Write the learning circle of a planned dialogue: all of it, each time; its data holder and consultants may."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id, also=WRITES_CIRCLE)
    named = ((f"/entries/{index}/focus_area_id", one.focus_area_id) for index, one in enumerate(circle.entries))
    await _known_focus_areas(call, dialogue, named)
    await actions.write_circle(call.session, call.caller, dialogue, circle.entries)
    return await _whole(call, id)


@dialogues.post("/{id}/cancel", response_model=DialoguePublic, **may("dialogue_planning", TRANSITION))
async def cancel_dialogue(call: CurrentCall, id: Id, said: DialogueCancel) -> Response:
    """Cancel a planned dialogue, with a reason."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    await actions.cancel_dialogues(call.session, call.caller, [dialogue], said.reason)
    return await _whole(call, id)


@dialogues.post("/{id}/reopen", response_model=DialoguePublic, **may("dialogue_planning", TRANSITION))
async def reopen_dialogue(call: CurrentCall, id: Id, said: DialogueReopen = DialogueReopen()) -> Response:
    """Plan a cancelled dialogue again, while its round has no other."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    await actions.reopen_dialogue(call.session, call.caller, dialogue, said.because)
    return await _whole(call, id)


@dialogues.post("/{id}/hold", response_model=DialoguePublic, **may("dialogue_decisions", TRANSITION))
async def hold_dialogue(call: CurrentCall, id: Id, said: DialogueHold) -> Response:
    """Hold a dialogue: decide about focus areas, agree, take up agreements, pin the evidence; all or nothing."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    decided = ((f"/decisions/{index}/focus_area_id", one.focus_area_id) for index, one in enumerate(said.decisions))
    agreed = ((f"/agreements/{index}/focus_area_id", one.focus_area_id) for index, one in enumerate(said.agreements))
    await _known_focus_areas(call, dialogue, (*decided, *agreed))
    await outcome.hold_dialogue(call.session, call.caller, dialogue, said)
    return await _whole(call, id)


@dialogues.post("/{id}/corrections", response_model=DialoguePublic, **may("dialogue_decisions", WRITE))
async def correct_dialogue(call: CurrentCall, id: Id, said: DialogueCorrection) -> Response:
    """Let a correction stand beside a held dialogue; with `becomes` it replaces what was said, the latest counts."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    await mending.correct_dialogue(call.session, call.caller, dialogue, said)
    return await _whole(call, id)


@dialogues.post("/{id}/redact", response_model=DialoguePublic, **may("dialogue_planning", WRITE))
async def redact_dialogue(call: CurrentCall, id: Id, said: DialogueRedact) -> Response:
    """Take words out of a dialogue: those that one's role writes. They disappear everywhere, the reason remains."""
    dialogue = await within_reach(call, Dialogue, DIALOGUES, id)
    await mending.redact_dialogue(call.session, call.caller, dialogue, said)
    return await _whole(call, id)


@institutions.get("/{id}/evidence", response_model=EvidencePublic, **may("evidence", READ))
async def get_evidence(call: CurrentCall, id: Id, query: Annotated[EvidenceQuery, Query()]) -> Response:
    """Read the three kinds of evidence side by side for an institution and a round, and what is lacking."""
    await call.read()
    institution = await within_reach(call, Institution, INSTITUTIONS, id, condition=False)
    return answer(call, await evidence_of(call, institution, query))


offer(dialogues, Dialogue, DIALOGUES, DIALOGUE_STEPS, may("dialogue_planning", READ))
