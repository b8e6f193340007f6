"""Routes of `/observations`."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import true

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references
from api.access.responses import fetch_visible, json_response, list_response
from api.access.roles import OWN_ACCOUNT, READ, TRANSITION, WRITE
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
from api.observations.actions import cancel, correct, observe, plan, redact, reopen, reply, share, update
from api.observations.actions import give_feedback as give_feedback_action
from api.observations.actions import take_feedback_back as take_feedback_back_action
from api.observations.models import Observation
from api.observations.queries.corrections import authorship_of, visible_corrections
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
# An observer may hold any role: being an observer gives access to that observation, and the action checks it.
_BY_RELATION = requires(OWN_ACCOUNT, WRITE)


async def _detail_response(context: RequestContext, id: ResourceId, status: int = 200) -> Response:
    """Return the response of a single observation, with its corrections."""
    row = await fetch_visible(context, OBSERVATIONS, id)
    observation = {**row, **await visible_corrections(context.session, row)}
    response = json_response(context, observation, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/observations/{id}"
    return response


async def _check_references(context: RequestContext, values: Mapping[str, Any]) -> None:
    """Raise `unknown-reference` for references to something that the caller does not see."""
    await resolve_references(
        context,
        {
            "/institution_id": (Institution, INSTITUTIONS, values.get("institution_id")),
            "/guide_id": (ObservationGuide, GUIDES, values.get("guide_id")),
            "/focus_area_id": (FocusArea, FOCUS_AREAS, values.get("focus_area_id")),
        },
    )


async def _visible_observation(context: RequestContext, id: ResourceId) -> Observation:
    """Return an observation that the caller sees; the action checks what they may do with it."""
    return await require_access(context, Observation, OBSERVATIONS, id, or_condition=true())


@observations.get("", response_model=Page[ObservationLine], **with_problems(_READ, NOT_ACCEPTABLE))
async def list_observations(context: Context, query: Annotated[ObservationQuery, Query()]) -> Response:
    """List the observations within reach and those that the caller observes.

    Feedback that the caller may not read is null.
    """
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
    await _check_references(context, dict(new))
    await require_access_at_unit(context, new.institution_id)
    [observation] = await plan.plan_observations(context.session, context.caller, [new])
    return await _detail_response(context, observation.id, 201)


@observations.get("/{id}", response_model=ObservationPublic, **_READ)
async def get_observation(context: Context, id: ResourceId) -> Response:
    """Read an observation; feedback that the caller may not read is null."""
    await context.read_session(skip_role_check=True)
    return await _detail_response(context, id)


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
    """Change a planned observation."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    values = change.changes()
    await _check_references(
        context, {name: value for name, value in values.items() if value != getattr(observation, name, None)}
    )
    await update.update_observation(context.session, context.caller, observation, values)
    return await _detail_response(context, id)


@observations.post(
    "/{id}/cancel",
    response_model=ObservationPublic,
    **requires("observation_planning", TRANSITION, problems=[WRONG_STATE]),
)
async def cancel_observation(context: Context, id: ResourceId, cancellation: ObservationCancel) -> Response:
    """Cancel a planned observation."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await cancel.cancel_observations(context.session, context.caller, [observation], cancellation.reason)
    return await _detail_response(context, id)


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
    """Reopen a cancelled observation: it is planned again."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await reopen.reopen_observation(context.session, context.caller, observation)
    return await _detail_response(context, id)


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
    context: Context, id: ResourceId, days: ObservationObserve = ObservationObserve()
) -> Response:
    """Record that an observation took place; also open to its observers."""
    observation = await require_access(context, Observation, OBSERVATIONS, id, or_condition=OBSERVES_NOW)
    await observe.observe(context.session, context.caller, observation, days.observed_on, days.oral_feedback_on)
    return await _detail_response(context, id)


@observations.post(
    "/{id}/feedback",
    response_model=ObservationPublic,
    **with_problems(_BY_RELATION, GUIDE_POINTS_MISSING, NOT_AN_OBSERVER, WRONG_STATE),
)
async def give_feedback(context: Context, id: ResourceId, feedback: ObservationFeedback) -> Response:
    """Give written feedback on every point of the guide; only observers can do this."""
    observation = await _visible_observation(context, id)
    await give_feedback_action.give_feedback(context.session, context.caller, observation, feedback)
    return await _detail_response(context, id)


@observations.post(
    "/{id}/take-back", response_model=ObservationPublic, **with_problems(_BY_RELATION, NOT_AN_OBSERVER, WRONG_STATE)
)
async def take_feedback_back(context: Context, id: ResourceId) -> Response:
    """Take feedback back to revise it, until it is replied to or shared; only observers can do this."""
    observation = await _visible_observation(context, id)
    await take_feedback_back_action.take_feedback_back(context.session, context.caller, observation)
    return await _detail_response(context, id)


@observations.post(
    "/{id}/reply", response_model=ObservationPublic, **requires("observation_feedback", WRITE, problems=[WRONG_STATE])
)
async def reply_to_feedback(context: Context, id: ResourceId, new_reply: ObservationReply) -> Response:
    """Reply to feedback for the institution: whether it is accurate."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await reply.reply_to_feedback(context.session, context.caller, observation, new_reply)
    return await _detail_response(context, id)


@observations.post(
    "/{id}/share", response_model=ObservationPublic, **requires("observation_feedback", WRITE, problems=[WRONG_STATE])
)
async def share_feedback(context: Context, id: ResourceId) -> Response:
    """Share feedback with the chief and the administration."""
    observation = await require_access(context, Observation, OBSERVATIONS, id)
    await share.share_feedback(context.session, context.caller, [observation])
    return await _detail_response(context, id)


@observations.post(
    "/{id}/corrections", response_model=ObservationPublic, **with_problems(_BY_RELATION, UNKNOWN_REFERENCE, WRONG_STATE)
)
async def correct_observation(context: Context, id: ResourceId, correction: ObservationCorrection) -> Response:
    """Correct a field of an observation; only its author can do this."""
    observation = await _visible_observation(context, id)
    authorship = await authorship_of(context.session, context.scope, id)
    await correct.correct_observation(context.session, context.caller, authorship, observation, correction)
    return await _detail_response(context, id)


@observations.post("/{id}/redact", response_model=ObservationPublic, **_BY_RELATION)
async def redact_observation(context: Context, id: ResourceId, redaction: ObservationRedact) -> Response:
    """Redact text of an observation: its authors, and for shared feedback the institution's leader."""
    observation = await _visible_observation(context, id)
    authorship = await authorship_of(context.session, context.scope, id)
    await redact.redact_observation(context.session, context.caller, authorship, observation, redaction)
    return await _detail_response(context, id)


add_transitions_route(observations, Observation, OBSERVATIONS, OBSERVATION_TRANSITIONS, _READ)
