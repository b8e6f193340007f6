"""Routes of /dialogues and of /institutions/{id}/evidence."""

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
from api.agreements.rules import AGREEMENTS_NOT_TAKEN_UP, DUE_IN_THE_PAST
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
from api.dialogues.actions import cancel, correct, hold, plan, redact, reopen, update
from api.dialogues.actions import revise_prompts as revise_prompts_action
from api.dialogues.actions import write_circle as write_circle_action
from api.dialogues.models import Dialogue
from api.dialogues.queries.agenda import agenda_of
from api.dialogues.queries.detail import detail_of
from api.dialogues.queries.evidence import evidence_of
from api.dialogues.queries.lookups import own_focus_areas, prompts_revision
from api.dialogues.queries.participants import plannable_institution_ids
from api.dialogues.queries.participation import WRITES_CIRCLE
from api.dialogues.queries.visible import DIALOGUES
from api.dialogues.rules.circle import prompts_response
from api.dialogues.rules.focus_areas import FOCUS_AREA_OF_ANOTHER_INSTITUTION
from api.dialogues.rules.hold import CIRCLE_INCOMPLETE, HELD_IN_THE_FUTURE, ONE_SIDED_EVIDENCE
from api.dialogues.rules.joint_meetings import MEETING_APART, MEETING_OF_SEVERAL
from api.dialogues.rules.participants import DATA_HOLDER_FROM_ELSEWHERE, NOT_OF_THE_INSTITUTION, SEAT_NOT_YOURS_TO_GIVE
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


async def _dialogue_response(context: RequestContext, id: UUID, status: int = 200) -> Response:
    row = await fetch_visible(context, DIALOGUES, id)
    body = {**row, **await detail_of(context.session, context.scope, id, row["institution_id"])}
    response = json_response(context, body, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/dialogues/{id}"
    return response


async def _require_known_focus_areas(
    context: RequestContext, dialogue: Dialogue, references: Iterable[tuple[str, UUID | None]]
) -> None:
    """Raise `unknown-reference` for focus areas that are neither the institution's own nor visible to the caller.

    `references` are pairs of JSON pointer and focus area id.
    """
    focus_area_ids = {pointer: id for pointer, id in references if id is not None}
    ids = list(focus_area_ids.values())
    known_ids = {
        *await own_focus_areas(context.session, dialogue.institution_id, ids),
        *await visible_ids(context, FOCUS_AREAS, ids),
    }
    raise_faults(
        Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, id in focus_area_ids.items() if id not in known_ids
    )


async def _require_access_to_all(context: RequestContext, plans: Sequence[DialogueCreate]) -> None:
    """Require that the caller sees all institutions and cycles of the plans and plans for all institutions.

    Raises `unknown-reference` for those that are not visible, else `not-allowed`.
    """
    institution_ids = {plan.institution_id for plan in plans}
    cycle_ids = {plan.cycle_id for plan in plans}
    seen_ids = await visible_ids(context, INSTITUTIONS, institution_ids) | await visible_ids(context, CYCLES, cycle_ids)
    raise_faults(
        Fault(UNKNOWN_REFERENCE, pointer=f"/dialogues/{index}/{name}")
        for index, plan in enumerate(plans)
        for name in ("institution_id", "cycle_id")
        if getattr(plan, name) not in seen_ids
    )
    if await plannable_institution_ids(context.session, context.caller, institution_ids) != institution_ids:
        raise Problem(NOT_ALLOWED)


@dialogues.get("", response_model=Page[DialogueLine], **requires("dialogue_planning", READ, problems=[NOT_ACCEPTABLE]))
async def list_dialogues(context: Context, query: Annotated[DialogueQuery, Query()]) -> Response:
    """List the dialogues within reach and those that the caller takes part in, by planned start."""
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
            DATA_HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_FOUND,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_INSTITUTION,
            SEAT_NOT_YOURS_TO_GIVE,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def plan_dialogue(context: Context, new: DialogueCreate) -> Response:
    """Plan an institution's dialogue in a round of its area's cycle."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, new.institution_id),
            "/cycle_id": (Cycle, CYCLES, new.cycle_id),
        },
    )
    await require_access_at_unit(context, new.institution_id)
    [dialogue] = await plan.plan_dialogues(context.session, context.caller, [new])
    return await _dialogue_response(context, dialogue.id, 201)


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
            DATA_HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_IN_DIALOGUES,
            NOT_OF_THE_INSTITUTION,
            SEAT_NOT_YOURS_TO_GIVE,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def plan_dialogue_round(context: Context, new: DialogueRound) -> Response:
    """Plan dialogues of many institutions, such as a district's round: all of them, or none."""
    await _require_access_to_all(context, new.dialogues)
    dialogues = await plan.plan_dialogues(context.session, context.caller, new.dialogues, "/dialogues")
    query = DIALOGUES.select.where(col(Dialogue.id).in_([dialogue.id for dialogue in dialogues]))
    rows = {row.id: dict(row._mapping) for row in await context.session.execute(query, context.scope)}
    return json_response(context, {"items": [rows[dialogue.id] for dialogue in dialogues]})


@dialogues.get("/prompts", response_model=PromptsPublic, **requires("dialogue_planning", READ, problems=[NOT_FOUND]))
async def get_prompts(context: Context, query: Annotated[PromptsQuery, Query()]) -> Response:
    """Read the prompts of the learning circle: the newest revision, or the one with this number."""
    number, texts = await prompts_revision(await context.read_session(), query.number)
    if query.number not in (None, number):
        raise Problem(NOT_FOUND)
    return json_response(context, prompts_response(number, texts), version=number)


@dialogues.put("/prompts", response_model=PromptsPublic, **requires("dialogue_planning", WRITE))
async def revise_prompts(context: Context, new: PromptsShape) -> Response:
    """Create a new revision of the learning circle's prompts; held dialogues keep theirs."""
    await require_access_at_unit(context, None)
    require_version(context.request, (await prompts_revision(context.session))[0])
    revision = await revise_prompts_action.revise_prompts(context.session, context.caller, new.prompts)
    return json_response(context, prompts_response(revision.number, revision.prompts), version=revision.number)


@dialogues.get("/{id}", response_model=DialoguePublic, **requires("dialogue_planning", READ))
async def get_dialogue(context: Context, id: ResourceId) -> Response:
    """Read a dialogue; the parts that the caller may not read are null."""
    await context.read_session(skip_role_check=True)
    return await _dialogue_response(context, id)


@dialogues.get(
    "/{id}/agenda", response_model=AgendaPublic, **requires("dialogue_planning", READ, problems=[UNKNOWN_REFERENCE])
)
async def get_agenda(context: Context, id: ResourceId) -> Response:
    """Read the agenda of a dialogue: open agreements, focus areas with their development, evidence and prompts."""
    session = await context.read_session(skip_role_check=True)
    row = await fetch_visible(context, DIALOGUES, id)
    return json_response(context, await agenda_of(session, context.scope, row))


@dialogues.patch(
    "/{id}",
    response_model=DialoguePublic,
    **requires(
        "dialogue_planning",
        WRITE,
        problems=[
            DATA_HOLDER_FROM_ELSEWHERE,
            INSTITUTION_CLOSED,
            MEETING_APART,
            MEETING_OF_SEVERAL,
            NOT_OF_THE_INSTITUTION,
            SEAT_NOT_YOURS_TO_GIVE,
            NO_SUCH_ROUND,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def change_dialogue(context: Context, id: ResourceId, change: DialogueUpdate) -> Response:
    """Update the plan of a dialogue that is still planned."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await update.update_dialogue(context.session, context.caller, dialogue, change.changes())
    return await _dialogue_response(context, id)


@dialogues.put(
    "/{id}/circle",
    response_model=DialoguePublic,
    **requires("dialogue_circle", WRITE, problems=[FOCUS_AREA_OF_ANOTHER_INSTITUTION, UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def write_circle(context: Context, id: ResourceId, circle: CircleShape) -> Response:
    """Replace the learning circle of a planned dialogue; its data holder and consultants may do so too."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id, or_condition=WRITES_CIRCLE)
    references = (
        (f"/entries/{index}/focus_area_id", entry.focus_area_id) for index, entry in enumerate(circle.entries)
    )
    await _require_known_focus_areas(context, dialogue, references)
    await write_circle_action.write_circle(context.session, context.caller, dialogue, circle.entries)
    return await _dialogue_response(context, id)


@dialogues.post(
    "/{id}/cancel", response_model=DialoguePublic, **requires("dialogue_planning", TRANSITION, problems=[WRONG_STATE])
)
async def cancel_dialogue(context: Context, id: ResourceId, payload: DialogueCancel) -> Response:
    """Cancel a planned dialogue with a reason."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await cancel.cancel_dialogues(context.session, context.caller, [dialogue], payload.reason)
    return await _dialogue_response(context, id)


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
async def reopen_dialogue(context: Context, id: ResourceId, payload: DialogueReopen = DialogueReopen()) -> Response:
    """Plan a cancelled dialogue again, if the institution has no other dialogue in the round."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await reopen.reopen_dialogue(context.session, context.caller, dialogue, payload.because)
    return await _dialogue_response(context, id)


@dialogues.post(
    "/{id}/hold",
    response_model=DialoguePublic,
    **requires(
        "dialogue_decisions",
        TRANSITION,
        problems=[
            AGREEMENTS_NOT_TAKEN_UP,
            CIRCLE_INCOMPLETE,
            DIALOGUE_EXISTS,
            DUE_IN_THE_PAST,
            EARLIER_DIALOGUE_OPEN,
            FOCUS_AREA_OF_ANOTHER_INSTITUTION,
            HELD_IN_THE_FUTURE,
            INSTITUTION_CLOSED,
            ONE_SIDED_EVIDENCE,
            OUTSIDE_THE_ROUND,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def hold_dialogue(context: Context, id: ResourceId, payload: DialogueHold) -> Response:
    """Hold a dialogue: store decisions and agreements, take up earlier agreements and pin the evidence."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    of_decisions = (
        (f"/decisions/{index}/focus_area_id", decision.focus_area_id)
        for index, decision in enumerate(payload.decisions)
    )
    of_agreements = (
        (f"/agreements/{index}/focus_area_id", agreement.focus_area_id)
        for index, agreement in enumerate(payload.agreements)
    )
    await _require_known_focus_areas(context, dialogue, (*of_decisions, *of_agreements))
    await hold.hold_dialogue(context.session, context.caller, dialogue, payload)
    return await _dialogue_response(context, id)


@dialogues.post(
    "/{id}/corrections",
    response_model=DialoguePublic,
    **requires("dialogue_decisions", WRITE, problems=[HELD_IN_THE_FUTURE, UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def correct_dialogue(context: Context, id: ResourceId, payload: DialogueCorrection) -> Response:
    """Add a correction to a held dialogue; with `becomes` it replaces the value, and the latest correction counts."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await correct.correct_dialogue(context.session, context.caller, dialogue, payload)
    return await _dialogue_response(context, id)


@dialogues.post(
    "/{id}/redact", response_model=DialoguePublic, **requires("dialogue_planning", WRITE, problems=[UNKNOWN_REFERENCE])
)
async def redact_dialogue(context: Context, id: ResourceId, payload: DialogueRedact) -> Response:
    """Redact a text of a dialogue that the caller's role may write: every copy is removed, the reason remains."""
    dialogue = await require_access(context, Dialogue, DIALOGUES, id)
    await redact.redact_dialogue(context.session, context.caller, dialogue, payload)
    return await _dialogue_response(context, id)


@institutions.get(
    "/{id}/evidence",
    response_model=EvidencePublic,
    **requires("evidence", READ, problems=[CYCLE_OF_ANOTHER_AREA, NO_SUCH_ROUND, UNKNOWN_REFERENCE]),
)
async def get_evidence(context: Context, id: ResourceId, query: Annotated[EvidenceQuery, Query()]) -> Response:
    """Read the three kinds of evidence of an institution in a round, and the kinds that are missing."""
    await context.read_session()
    institution = await require_access(context, Institution, INSTITUTIONS, id, check_version=False)
    return json_response(context, await evidence_of(context, institution, query))


add_transitions_route(dialogues, Dialogue, DIALOGUES, DIALOGUE_TRANSITIONS, requires("dialogue_planning", READ))
