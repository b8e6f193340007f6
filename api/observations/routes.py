"""/observation-guides and /observations."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import true

from api.access.answers import answer, changed, created, deleted, look, one, page
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, within_reach
from api.access.roles import OWN, READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core.columns import Id
from api.core.pages import Page
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS
from api.observations import actions, feedback, mending
from api.observations.guides import (
    ObservationGuideCreate,
    ObservationGuidePublic,
    ObservationGuideQuery,
    ObservationGuideUpdate,
)
from api.observations.models import Observation, ObservationGuide
from api.observations.observers import OBSERVES
from api.observations.queries import GUIDES, OBSERVATIONS
from api.observations.shapes import (
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
from api.observations.steps import GUIDE_STEPS, OBSERVATION_STEPS

guides = room("/observation-guides", "observations")
observations = room("/observations", "observations")
routers = (guides, observations)

_READ = may("observation_planning", READ, "observation_feedback", "observation_shared")
# Whoever observes may be of any role: the relation opens that one observation, and the action asks for it.
_BY_RELATION = may(OWN, WRITE)


@guides.get("", response_model=Page[ObservationGuidePublic], **may("observation_guides", READ))
async def list_observation_guides(call: CurrentCall, query: Annotated[ObservationGuideQuery, Query()]) -> Response:
    """List the editions of guides; boards see published ones."""
    return await page(call, GUIDES, query)


@guides.post("", response_model=ObservationGuidePublic, status_code=201, **may("observation_guides", WRITE))
async def create_observation_guide(call: CurrentCall, new: ObservationGuideCreate) -> Response:
    """Write a new guide, as the draft of its first edition."""
    await at_unit(call, None)
    [guide] = await actions.create_guides(call.session, call.caller, [new])
    return await created(call, GUIDES, guide.id)


@guides.get("/{id}", response_model=ObservationGuidePublic, **may("observation_guides", READ))
async def get_observation_guide(call: CurrentCall, id: Id) -> Response:
    """Read an edition of a guide."""
    return await one(call, GUIDES, id)


@guides.patch("/{id}", response_model=ObservationGuidePublic, **may("observation_guides", WRITE))
async def change_observation_guide(call: CurrentCall, id: Id, change: ObservationGuideUpdate) -> Response:
    """Change a draft; what is published is final."""
    guide = await within_reach(call, ObservationGuide, GUIDES, id)
    await actions.change_guide(call.session, call.caller, guide, change.given())
    return await changed(call, GUIDES, id)


@guides.delete("/{id}", status_code=204, **may("observation_guides", WRITE))
async def delete_observation_guide(call: CurrentCall, id: Id) -> Response:
    """Delete a draft."""
    guide = await within_reach(call, ObservationGuide, GUIDES, id)
    await actions.delete_guide(call.session, call.caller, guide)
    return deleted()


@guides.post("/{id}/publish", response_model=ObservationGuidePublic, **may("observation_guides", TRANSITION))
async def publish_observation_guide(call: CurrentCall, id: Id) -> Response:
    """Publish a draft: it is final, observations are planned by it, and it supersedes the edition before it."""
    guide = await within_reach(call, ObservationGuide, GUIDES, id)
    await actions.publish_guides(call.session, call.caller, [guide])
    return await changed(call, GUIDES, id)


@guides.post(
    "/{id}/revise", response_model=ObservationGuidePublic, status_code=201, **may("observation_guides", TRANSITION)
)
async def revise_observation_guide(call: CurrentCall, id: Id) -> Response:
    """Begin a new edition: a draft that says what the published one says."""
    guide = await within_reach(call, ObservationGuide, GUIDES, id)
    revised = await actions.revise_guide(call.session, call.caller, guide)
    return await created(call, GUIDES, revised.id)


# --- observations ---


async def _whole(call: Call, id: Id, status: int = 200) -> Response:
    row = await look(call, OBSERVATIONS, id)
    whole = {**row, **await mending.mended(call.session, row)}
    response = answer(call, whole, version=row["version"], status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/observations/{id}"
    return response


async def _referred(call: Call, values: Mapping[str, Any]) -> None:
    await referred(
        call,
        {
            "/institution_id": (Institution, INSTITUTIONS, values.get("institution_id")),
            "/guide_id": (ObservationGuide, GUIDES, values.get("guide_id")),
            "/focus_area_id": (FocusArea, FOCUS_AREAS, values.get("focus_area_id")),
        },
    )


async def _related(call: Call, id: Id) -> Observation:
    """An observation that the caller sees: whether they observe it, the action asks."""
    return await within_reach(call, Observation, OBSERVATIONS, id, also=true())


@observations.get("", response_model=Page[ObservationLine], **_READ)
async def list_observations(call: CurrentCall, query: Annotated[ObservationQuery, Query()]) -> Response:
    """List the observations within reach, and those that the caller observes; feedback for those who may read it."""
    return await page(call, OBSERVATIONS, query)


@observations.post("", response_model=ObservationPublic, status_code=201, **may("observation_planning", WRITE))
async def plan_observation(call: CurrentCall, new: ObservationCreate) -> Response:
    """Plan an observation with colleagues from other institutions."""
    await _referred(call, dict(new))
    await at_unit(call, new.institution_id)
    [observation] = await actions.plan_observations(call.session, call.caller, [new])
    return await _whole(call, observation.id, 201)


@observations.get("/{id}", response_model=ObservationPublic, **_READ)
async def get_observation(call: CurrentCall, id: Id) -> Response:
    """Read an observation; of its feedback what the caller may."""
    await call.read(related=True)
    return await _whole(call, id)


@observations.patch("/{id}", response_model=ObservationPublic, **may("observation_planning", WRITE))
async def change_observation(call: CurrentCall, id: Id, change: ObservationUpdate) -> Response:
    """Change the plan of an observation that is still planned."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id)
    values = change.given()
    await _referred(call, {name: value for name, value in values.items() if value != getattr(observation, name, None)})
    await actions.change_observation(call.session, call.caller, observation, values)
    return await _whole(call, id)


@observations.post("/{id}/cancel", response_model=ObservationPublic, **may("observation_planning", TRANSITION))
async def cancel_observation(call: CurrentCall, id: Id, said: ObservationCancel) -> Response:
    """A planned observation does not take place."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id)
    await actions.cancel_observations(call.session, call.caller, [observation], said.reason)
    return await _whole(call, id)


@observations.post("/{id}/reopen", response_model=ObservationPublic, **may("observation_planning", TRANSITION))
async def reopen_observation(call: CurrentCall, id: Id) -> Response:
    """Plan a cancelled observation again."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id)
    await actions.reopen_observation(call.session, call.caller, observation)
    return await _whole(call, id)


@observations.post("/{id}/observe", response_model=ObservationPublic, **may("observation_planning", TRANSITION))
async def observe_institution(call: CurrentCall, id: Id, said: ObservationObserve = ObservationObserve()) -> Response:
    """Say that it took place: who plans it, or an observer."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id, also=OBSERVES)
    await actions.observe(call.session, call.caller, observation, said.observed_on, said.oral_feedback_on)
    return await _whole(call, id)


@observations.post("/{id}/feedback", response_model=ObservationPublic, **_BY_RELATION)
async def give_feedback(call: CurrentCall, id: Id, said: ObservationFeedback) -> Response:
    """Write what was seen, at every point of the guide: an observer only."""
    observation = await _related(call, id)
    await feedback.give_feedback(call.session, call.caller, observation, said)
    return await _whole(call, id)


@observations.post("/{id}/take-back", response_model=ObservationPublic, **_BY_RELATION)
async def take_feedback_back(call: CurrentCall, id: Id) -> Response:
    """Take feedback back to correct it, until it is replied to or shared: an observer only."""
    observation = await _related(call, id)
    await feedback.take_back(call.session, call.caller, observation)
    return await _whole(call, id)


@observations.post("/{id}/reply", response_model=ObservationPublic, **may("observation_feedback", WRITE))
async def reply_to_feedback(call: CurrentCall, id: Id, said: ObservationReply) -> Response:
    """Say whether the institution knows itself again in the feedback."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id)
    await feedback.reply_to_feedback(call.session, call.caller, observation, said)
    return await _whole(call, id)


@observations.post("/{id}/share", response_model=ObservationPublic, **may("observation_feedback", WRITE))
async def share_feedback(call: CurrentCall, id: Id) -> Response:
    """Let chief and administration read the feedback."""
    observation = await within_reach(call, Observation, OBSERVATIONS, id)
    await feedback.share_feedback(call.session, call.caller, [observation])
    return await _whole(call, id)


@observations.post("/{id}/corrections", response_model=ObservationPublic, **_BY_RELATION)
async def correct_observation(call: CurrentCall, id: Id, said: ObservationCorrection) -> Response:
    """Let a correction stand beside an observation: each of what they wrote themselves."""
    observation = await _related(call, id)
    hands = await mending.hands_of(call.session, call.scope, id)
    await mending.correct_observation(call.session, call.caller, hands, observation, said)
    return await _whole(call, id)


@observations.post("/{id}/redact", response_model=ObservationPublic, **_BY_RELATION)
async def redact_observation(call: CurrentCall, id: Id, said: ObservationRedact) -> Response:
    """Take words out of an observation: each of what they wrote themselves."""
    observation = await _related(call, id)
    hands = await mending.hands_of(call.session, call.scope, id)
    await mending.redact_observation(call.session, call.caller, hands, observation, said)
    return await _whole(call, id)


offer(guides, ObservationGuide, GUIDES, GUIDE_STEPS, may("observation_guides", READ))
offer(observations, Observation, OBSERVATIONS, OBSERVATION_STEPS, _READ)
