"""/dialogues: planning, the circle, holding, the agenda, and the prompts; and /institutions/{id}/evidence."""

from collections.abc import Iterable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlmodel import col

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references, visible_ids
from api.access.responses import fetch_visible, json_response, list_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.agreements.rules import DUE_IN_THE_PAST, NOT_TAKEN_UP
from api.core.field_types import ResourceId
from api.core.problems import (
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    NOT_FOUND,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Fault,
    Problem,
    raise_faults,
)
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.dialogues.actions import cancel, correct, hold, plan, redact, reopen
from api.dialogues.actions import revise_prompts as revise_prompts_action
from api.dialogues.actions import write_circle as write_circle_action
from api.dialogues.models import Dialogue
from api.dialogues.queries.agenda import agenda_of
from api.dialogues.queries.detail import minutes
from api.dialogues.queries.evidence import evidence_of
from api.dialogues.queries.participants import WRITES_CIRCLE, planned_by
from api.dialogues.queries.visible import DIALOGUES, own_focus_areas, prompts
from api.dialogues.rules.circle import prompts_response
from api.dialogues.rules.hold import (
    ANOTHER_INSTITUTIONS_FOCUS_AREA,
    CIRCLE_INCOMPLETE,
    HELD_IN_THE_FUTURE,
    ONE_SIDED_EVIDENCE,
)
from api.dialogues.rules.joint_meetings import MEETING_APART, MEETING_OF_SEVERAL
from api.dialogues.rules.participants import HOLDER_FROM_ELSEWHERE, NOT_OF_THE_HOUSE, NOT_YOUR_SEAT
from api.dialogues.rules.plan import (
    CYCLE_OF_ANOTHER_AREA,
    DIALOGUE_EXISTS,
    EARLIER_DIALOGUE_OPEN,
    NO_SUCH_ROUND,
    NOT_IN_DIALOGUES,
    OUTSIDE_THE_ROUND,
)
from api.dialogues.schemas.circle import CircleShape, PromptsPublic, PromptsQuery, PromptsShape
from api.dialogues.schemas.hold import AgendaPublic, DialogueCorrection, DialogueHold, DialoguePublic, DialogueRedact
from api.dialogues.schemas.plan import (
    DialogueCancel,
    DialogueCreate,
    DialogueLine,
    DialogueQuery,
    DialogueReopen,
    DialogueRound,
    DialogueRoundPublic,
    DialogueUpdate,
)
from api.dialogues.transitions import DIALOGUE_TRANSITIONS
from api.evidence.schemas import EvidencePublic, EvidenceQuery
from api.focus_areas.queries import FOCUS_AREAS
from api.http.conditional_requests import require_version
from api.http.pagination import Page
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED

dialogues = resource_router("/dialogues", "dialogues")
institutions = resource_router("/institutions", "institutions")
routers = (dialogues, institutions)


async def _whole(context: RequestContext, id: UUID, status: int = 200) -> Response:
    row = await fetch_visible(context, DIALOGUES, id)
    whole = {**row, **await minutes(context.session, context.scope, id, row["institution_id"])}
    response = json_response(context, whole, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/dialogues/{id}"
    return response


async def _known_focus_areas(
    context: RequestContext, dialogue: Dialogue, wanted: Iterable[tuple[str, UUID | None]]
) -> None:
    """Raise `unknown-reference` for focus areas that are neither the dialogue's own nor seen by the caller."""
    named = [(pointer, id) for pointer, id in wanted if id is not None]
    ids = [id for _, id in named]
    known = {
        *await own_focus_areas(context.session, dialogue.institution_id, ids),
        *await visible_ids(context, FOCUS_AREAS, ids),
    }
    raise_faults(Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, id in named if id not in known)


async def _at_all(context: RequestContext, wanted: Sequence[DialogueCreate]) -> None:
    """Raise `unknown-reference` for what is not seen, `not-allowed` unless all institutions are reached."""
    institutions, cycles = {one.institution_id for one in wanted}, {one.cycle_id for one in wanted}
    seen = await visible_ids(context, INSTITUTIONS, institutions) | await visible_ids(context, CYCLES, cycles)
    raise_faults(
        Fault(UNKNOWN_REFERENCE, pointer=f"/dialogues/{index}/{name}")
        for index, one in enumerate(wanted)
        for name in ("institution_id", "cycle_id")
        if getattr(one, name) not in seen
    )
    if await planned_by(context.session, context.caller, institutions) != institutions:
        raise Problem(NOT_ALLOWED)


@dialogues.get("", response_model=Page[DialogueLine], **requires("dialogue_planning", READ, problems=[NOT_ACCEPTABLE]))
async def list_dialogues(context: Context, query: Annotated[DialogueQuery, Query()]) -> Response:
    """List the dialogues within reach, and those in which the caller takes part, by the time they are planned for."""
    return await list_response(context, DIALOGUES, query)


@dialogues.post(
    "",
    response_model=DialoguePublic,
    status_code=201,
    **requires(
        "dialogue_planning",
        WRITE,
        problems=[
            CYCLE_OF_ANOTHER_AREA,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_FOUND,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_HOUSE,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def plan_dialogue(context: Context, new: DialogueCreate) -> Response:
    """Plan the dialogue of an institution in a round of its area's cycle."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/cycle_id": (Cycle, CYCLES, new.cycle_id),
        },
    )
    await require_access_at_unit(context, new.institution_id)
    [dialogue] = await plan.plan_dialogues(context.session, context.caller, [new])
    return await _whole(context, dialogue.id, 201)


@dialogues.post(
    "/rounds",
    response_model=DialogueRoundPublic,
    **requires(
        "dialogue_planning",
        WRITE,
        problems=[
            CYCLE_OF_ANOTHER_AREA,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_HOUSE,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def plan_dialogue_round(context: Context, new: DialogueRound) -> Response:
    """Plan the dialogues of many institutions at once, a district's round say: all of them, or none."""
    await _at_all(context, new.dialogues)
    made = await plan.plan_dialogues(context.session, context.caller, new.dialogues, "/dialogues")
    mine = DIALOGUES.select.where(col(Dialogue.id).in_([one.id for one in made]))
    rows = {row.id: dict(row._mapping) for row in await context.session.execute(mine, context.scope)}
    return json_response(context, {"items": [rows[one.id] for one in made]})


@dialogues.get("/prompts", response_model=PromptsPublic, **requires("dialogue_planning", READ, problems=[NOT_FOUND]))
async def get_prompts(context: Context, query: Annotated[PromptsQuery, Query()]) -> Response:
    """Read what the learning circle asks at each step, in its newest revision or in the one that is named."""
    number, texts = await prompts(await context.read(), query.number)
    if query.number not in (None, number):
        raise Problem(NOT_FOUND)
    return json_response(context, prompts_response(number, texts), version=number)


@dialogues.put("/prompts", response_model=PromptsPublic, **requires("dialogue_planning", WRITE))
async def revise_prompts(context: Context, new: PromptsShape) -> Response:
    """Revise what the learning circle asks; dialogues that were held keep what they were held by."""
    await require_access_at_unit(context, None)
    require_version(context.request, (await prompts(context.session))[0])
    revised = await revise_prompts_action.revise_prompts(context.session, context.caller, new.prompts)
    return json_response(context, prompts_response(revised.number, revised.prompts), version=revised.number)


@dialogues.get("/{id}", response_model=DialoguePublic, **requires("dialogue_planning", READ))
async def get_dialogue(context: Context, id: ResourceId) -> Response:
    """Read a dialogue; of circle, evidence, decisions and agreements what the caller may."""
    await context.read(related=True)
    return await _whole(context, id)


@dialogues.get(
    "/{id}/agenda", response_model=AgendaPublic, **requires("dialogue_planning", READ, problems=[UNKNOWN_REFERENCE])
)
async def get_agenda(context: Context, id: ResourceId) -> Response:
    """Read the agenda: open agreements, focus areas and their development, the evidence, and the prompts."""
    session = await context.read(related=True)
    row = await fetch_visible(context, DIALOGUES, id)
    return json_response(context, await agenda_of(session, context.scope, row))


@dialogues.patch(
    "/{id}",
    response_model=DialoguePublic,
    **requires(
        "dialogue_planning",
        WRITE,
        problems=[
            HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_OF_THE_HOUSE,
            NOT_YOUR_SEAT,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def change_dialogue(context: Context, id: ResourceId, change: DialogueUpdate) -> Response:
    """Change the plan of a dialogue that is still planned."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await plan.update_dialogue(context.session, context.caller, dialogue, change.given())
    return await _whole(context, id)


@dialogues.put(
    "/{id}/circle",
    response_model=DialoguePublic,
    **requires("dialogue_circle", WRITE, problems=[ANOTHER_INSTITUTIONS_FOCUS_AREA, UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def write_circle(context: Context, id: ResourceId, circle: CircleShape) -> Response:
    """Write the learning circle of a planned dialogue: all of it, each time; its data holder and consultants may."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id, also=WRITES_CIRCLE)
    named = ((f"/entries/{index}/focus_area_id", entry.focus_area_id) for index, entry in enumerate(circle.entries))
    await _known_focus_areas(context, dialogue, named)
    await write_circle_action.write_circle(context.session, context.caller, dialogue, circle.entries)
    return await _whole(context, id)


@dialogues.post(
    "/{id}/cancel", response_model=DialoguePublic, **requires("dialogue_planning", TRANSITION, problems=[WRONG_STATE])
)
async def cancel_dialogue(context: Context, id: ResourceId, said: DialogueCancel) -> Response:
    """Cancel a planned dialogue, with a reason."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await cancel.cancel_dialogues(context.session, context.caller, [dialogue], said.reason)
    return await _whole(context, id)


@dialogues.post(
    "/{id}/reopen",
    response_model=DialoguePublic,
    **requires(
        "dialogue_planning",
        TRANSITION,
        problems=[
            CYCLE_OF_ANOTHER_AREA,
            DIALOGUE_EXISTS,
            EARLIER_DIALOGUE_OPEN,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_IN_DIALOGUES,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            WRONG_STATE,
        ],
    ),
)
async def reopen_dialogue(context: Context, id: ResourceId, said: DialogueReopen = DialogueReopen()) -> Response:
    """Plan a cancelled dialogue again, while its round has no other."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await reopen.reopen_dialogue(context.session, context.caller, dialogue, said.because)
    return await _whole(context, id)


@dialogues.post(
    "/{id}/hold",
    response_model=DialoguePublic,
    **requires(
        "dialogue_decisions",
        TRANSITION,
        problems=[
            ANOTHER_INSTITUTIONS_FOCUS_AREA,
            CIRCLE_INCOMPLETE,
            DIALOGUE_EXISTS,
            DUE_IN_THE_PAST,
            EARLIER_DIALOGUE_OPEN,
            HELD_IN_THE_FUTURE,
            INSTITUTION_CLOSED,
            NOT_TAKEN_UP,
            ONE_SIDED_EVIDENCE,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def hold_dialogue(context: Context, id: ResourceId, said: DialogueHold) -> Response:
    """Hold a dialogue: decide about focus areas, agree, take up agreements, pin the evidence; all or nothing."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    decided = (
        (f"/decisions/{index}/focus_area_id", decision.focus_area_id) for index, decision in enumerate(said.decisions)
    )
    agreed = (
        (f"/agreements/{index}/focus_area_id", agreement.focus_area_id)
        for index, agreement in enumerate(said.agreements)
    )
    await _known_focus_areas(context, dialogue, (*decided, *agreed))
    await hold.hold_dialogue(context.session, context.caller, dialogue, said)
    return await _whole(context, id)


@dialogues.post(
    "/{id}/corrections",
    response_model=DialoguePublic,
    **requires("dialogue_decisions", WRITE, problems=[HELD_IN_THE_FUTURE, UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def correct_dialogue(context: Context, id: ResourceId, said: DialogueCorrection) -> Response:
    """Let a correction stand beside a held dialogue; with `becomes` it replaces what was said, the latest counts."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await correct.correct_dialogue(context.session, context.caller, dialogue, said)
    return await _whole(context, id)


@dialogues.post(
    "/{id}/redact", response_model=DialoguePublic, **requires("dialogue_planning", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_dialogue(context: Context, id: ResourceId, said: DialogueRedact) -> Response:
    """Take words out of a dialogue: those that one's role writes. They disappear everywhere, the reason remains."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await redact.redact_dialogue(context.session, context.caller, dialogue, said)
    return await _whole(context, id)


@institutions.get(
    "/{id}/evidence",
    response_model=EvidencePublic,
    **requires("evidence", READ, problems=[CYCLE_OF_ANOTHER_AREA, NO_SUCH_ROUND, UNKNOWN_REFERENCE]),
)
async def get_evidence(context: Context, id: ResourceId, query: Annotated[EvidenceQuery, Query()]) -> Response:
    """Read the three kinds of evidence side by side for an institution and a round, and what is lacking."""
    await context.read()
    institution = await require_access(context, Institution, INSTITUTIONS, id, condition=False)
    return json_response(context, await evidence_of(context, institution, query))


add_transitions_route(dialogues, Dialogue, DIALOGUES, DIALOGUE_TRANSITIONS, requires("dialogue_planning", READ))
