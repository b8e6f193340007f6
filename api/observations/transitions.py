"""The transitions of observations and the conditions of each."""

from sqlalchemy import true

from api.access.caller import RequestContext
from api.access.transitions import TransitionRule, TransitionRules
from api.core.problems import Fault
from api.observations import rules
from api.observations.actions import give_feedback, observe, reopen, take_feedback_back
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.corrections import authorship_of
from api.observations.queries.observers import OBSERVES_NOW


async def _correction_faults(context: RequestContext, observation: Observation) -> list[Fault]:
    authorship = await authorship_of(context.session, context.scope, observation.id)
    return rules.check_correctable(authorship, observation)


async def _redaction_faults(context: RequestContext, observation: Observation) -> list[Fault]:
    return rules.check_redactable(await authorship_of(context.session, context.scope, observation.id))


OBSERVATION_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(
        lambda context, observation: rules.check_status(observation, ObservationStatus.planned),
    ),
    "reopen": TransitionRule(
        lambda context, observation: reopen.reopening_faults(context.session, context.caller, observation),
    ),
    "observe": TransitionRule(
        lambda context, observation: observe.observing_faults(context.session, observation),
        or_condition=OBSERVES_NOW,
    ),
    "feedback": TransitionRule(
        lambda context, observation: give_feedback.feedback_faults(context.session, context.caller, observation),
        or_condition=true(),
    ),
    "take-back": TransitionRule(
        lambda context, observation: take_feedback_back.take_back_faults(context.session, context.caller, observation),
        or_condition=true(),
    ),
    "reply": TransitionRule(lambda context, observation: rules.check_can_reply(observation)),
    "share": TransitionRule(
        lambda context, observation: rules.check_status(observation, ObservationStatus.fed_back),
    ),
    "corrections": TransitionRule(_correction_faults, or_condition=true()),
    "redact": TransitionRule(_redaction_faults, or_condition=true()),
}
