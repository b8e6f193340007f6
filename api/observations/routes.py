"""/observations."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import true

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import fetch_visible, json_response, list_response
from api.access.roles import OWN, READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router, with_problems
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.http.pagination import Page
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED
from api.observation_guides.models import ObservationGuide
from api.observation_guides.queries import GUIDES
from api.observation_guides.rules import GUIDE_NOT_PUBLISHED
from api.observations.actions import cancel, correct, observe, plan, reopen, reply, share
from api.observations.actions import give_feedback as give_feedback_action
from api.observations.models import Observation
from api.observations.queries.observers import OBSERVES_NOW
from api.observations.queries.visible import OBSERVATIONS
from api.observations.rules import (
    CANNOT_OBSERVE,
    FROM_THE_SAME_INSTITUTION,
    GUIDE_POINTS_MISSING,
    NOBODY_FROM_ANOTHER_INSTITUTION,
    NOT_AN_OBSERVER,
    NOT_YOURS_TO_SEAT,
)
from api.observations.schemas import (
    ObservationCancel,
    ObservationCorrection,
    ObservationCreate,
    ObservationFeedback,
    ObservationLine,
    ObservationObserve,
    ObservationPublic,
    ObservationQuery,
    ObservationRedact,
    ObservationReply,
    ObservationUpdate,
)
from api.observations.transitions import OBSERVATION_TRANSITIONS

observations = resource_router("/observations", "observations")
routers = (observations,)

_READ = requires("observation_planning", READ, "observation_feedback", "observation_shared")
# Whoever observes may be of any role: the relation opens that one observation, and the action asks for it.
_BY_RELATION = requires(OWN, WRITE)


# --- observations ---


async def _whole(context: RequestContext, id: ResourceId, status: int = 200) -> Response:
    row = await fetch_visible(context, OBSERVATIONS, id)
    whole = {**row, **await correct.mended(context.session, row)}
    response = json_response(context, whole, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/observations/{id}"
    return response


async def _referred(context: RequestContext, values: Mapping[str, Any]) -> None:
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, values.get("institution_id")),
            "/guide_id": (ObservationGuide, GUIDES, values.get("guide_id")),
            "/focus_area_id": (FocusArea, FOCUS_AREAS, values.get("focus_area_id")),
        },
    )


async def _related(context: RequestContext, id: ResourceId) -> Observation:
    """An observation that the caller sees: whether they observe it, the action asks."""
    return await require_access(context, Observation, OBSERVATIONS, id, also=true())


@observations.get("", response_model=Page[ObservationLine], **with_problems(_READ, NOT_ACCEPTABLE))
async def list_observations(context: Context, query: Annotated[ObservationQuery, Query()]) -> Response:
    """List the observations within reach, and those that the caller observes; feedback for those who may read it."""
    return await list_response(context, OBSERVATIONS, query)


@observations.post(
    "",
    response_model=ObservationPublic,
    status_code=201,
    **requires(
        "observation_planning",
        WRITE,
        problems=[
            CANNOT_OBSERVE,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            INSTITUTION_CLOSED,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_FOUND,
            NOT_YOURS_TO_SEAT,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def plan_observation(context: Context, new: ObservationCreate) -> Response:
    """Plan an observation with colleagues from other institutions."""
    await _referred(context, dict(new))
    await require_access_at_unit(context, new.institution_id)
    [observation] = await plan.plan_observations(context.session, context.caller, [new])
    return await _whole(context, observation.id, 201)


@observations.get("/{id}", response_model=ObservationPublic, **_READ)
async def get_observation(context: Context, id: ResourceId) -> Response:
    """Read an observation; of its feedback what the caller may."""
    await context.read(related=True)
    return await _whole(context, id)


@observations.patch(
    "/{id}",
    response_model=ObservationPublic,
    **requires(
        "observation_planning",
        WRITE,
        problems=[
            CANNOT_OBSERVE,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            INSTITUTION_CLOSED,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_YOURS_TO_SEAT,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def change_observation(context: Context, id: ResourceId, change: ObservationUpdate) -> Response:
    """Change the plan of an observation that is still planned."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    values = change.given()
    await _referred(
        context, {name: value for name, value in values.items() if value != getattr(observation, name, None)}
    )
    await plan.update_observation(context.session, context.caller, observation, values)
    return await _whole(context, id)


@observations.post(
    "/{id}/cancel",
    response_model=ObservationPublic,
    **requires("observation_planning", TRANSITION, problems=[WRONG_STATE]),
)
async def cancel_observation(context: Context, id: ResourceId, said: ObservationCancel) -> Response:
    """A planned observation does not take place."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await cancel.cancel_observations(context.session, context.caller, [observation], said.reason)
    return await _whole(context, id)


@observations.post(
    "/{id}/reopen",
    response_model=ObservationPublic,
    **requires(
        "observation_planning",
        TRANSITION,
        problems=[
            CANNOT_OBSERVE,
            FROM_THE_SAME_INSTITUTION,
            GUIDE_NOT_PUBLISHED,
            INSTITUTION_CLOSED,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_YOURS_TO_SEAT,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def reopen_observation(context: Context, id: ResourceId) -> Response:
    """Plan a cancelled observation again."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await reopen.reopen_observation(context.session, context.caller, observation)
    return await _whole(context, id)


@observations.post(
    "/{id}/observe",
    response_model=ObservationPublic,
    **requires(
        "observation_planning",
        TRANSITION,
        problems=[
            CANNOT_OBSERVE,
            FROM_THE_SAME_INSTITUTION,
            INSTITUTION_CLOSED,
            NOBODY_FROM_ANOTHER_INSTITUTION,
            NOT_YOURS_TO_SEAT,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def observe_institution(
    context: Context, id: ResourceId, said: ObservationObserve = ObservationObserve()
) -> Response:
    """Say that it took place: who plans it, or an observer."""
    observation = await require_access(context, Observation, OBSERVATIONS, id, also=OBSERVES_NOW)
    await observe.observe(context.session, context.caller, observation, said.observed_on, said.oral_feedback_on)
    return await _whole(context, id)


@observations.post(
    "/{id}/feedback",
    response_model=ObservationPublic,
    **with_problems(_BY_RELATION, GUIDE_POINTS_MISSING, NOT_AN_OBSERVER, WRONG_STATE),
)
async def give_feedback(context: Context, id: ResourceId, said: ObservationFeedback) -> Response:
    """Write what was seen, at every point of the guide: an observer only."""
    observation = await _related(context, id)
    await give_feedback_action.give_feedback(context.session, context.caller, observation, said)
    return await _whole(context, id)


@observations.post(
    "/{id}/take-back", response_model=ObservationPublic, **with_problems(_BY_RELATION, NOT_AN_OBSERVER, WRONG_STATE)
)
async def take_feedback_back(context: Context, id: ResourceId) -> Response:
    """Take feedback back to correct it, until it is replied to or shared: an observer only."""
    observation = await _related(context, id)
    await give_feedback_action.take_feedback_back(context.session, context.caller, observation)
    return await _whole(context, id)


@observations.post(
    "/{id}/reply", response_model=ObservationPublic, **requires("observation_feedback", WRITE, problems=[WRONG_STATE])
)
async def reply_to_feedback(context: Context, id: ResourceId, said: ObservationReply) -> Response:
    """Say whether the institution knows itself again in the feedback."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await reply.reply_to_feedback(context.session, context.caller, observation, said)
    return await _whole(context, id)


@observations.post(
    "/{id}/share", response_model=ObservationPublic, **requires("observation_feedback", WRITE, problems=[WRONG_STATE])
)
async def share_feedback(context: Context, id: ResourceId) -> Response:
    """Let chief and administration read the feedback."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await share.share_feedback(context.session, context.caller, [observation])
    return await _whole(context, id)


@observations.post(
    "/{id}/corrections", response_model=ObservationPublic, **with_problems(_BY_RELATION, UNKNOWN_REFERENCE, WRONG_STATE)
)
async def correct_observation(context: Context, id: ResourceId, said: ObservationCorrection) -> Response:
    """Let a correction stand beside an observation: each of what they wrote themselves."""
    observation = await _related(context, id)
    hands = await correct.hands_of(context.session, context.scope, id)
    await correct.correct_observation(context.session, context.caller, hands, observation, said)
    return await _whole(context, id)


@observations.post("/{id}/redact", response_model=ObservationPublic, **_BY_RELATION)
async def redact_observation(context: Context, id: ResourceId, said: ObservationRedact) -> Response:
    """Take words out of an observation: each of what they wrote themselves."""
    observation = await _related(context, id)
    hands = await correct.hands_of(context.session, context.scope, id)
    await correct.redact_observation(context.session, context.caller, hands, observation, said)
    return await _whole(context, id)


add_transitions_route(observations, Observation, OBSERVATIONS, OBSERVATION_TRANSITIONS, _READ)
