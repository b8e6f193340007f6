"""What may be done with guides and observations as they stand."""

from sqlalchemy import true

from api.access.caller import RequestContext
from api.access.transitions import TransitionRule, TransitionRules
from api.core.problems import Fault
from api.observations import rules
from api.observations.actions import correct, give_feedback, observe, reopen
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import OBSERVES_NOW


async def _corrections(context: RequestContext, observation: Observation) -> list[Fault]:
    hands = await correct.hands_of(context.session, context.scope, observation.id)
    return correct.correction_faults(hands, observation)


async def _redaction(context: RequestContext, observation: Observation) -> list[Fault]:
    return correct.redaction_faults(await correct.hands_of(context.session, context.scope, observation.id))


OBSERVATION_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda context, one: rules.check_status(one, ObservationStatus.planned)),
    "reopen": TransitionRule(lambda context, one: reopen.reopening_faults(context.session, context.caller, one)),
    "observe": TransitionRule(lambda context, one: observe.observing_faults(context.session, one), also=OBSERVES_NOW),
    "feedback": TransitionRule(
        lambda context, one: give_feedback.feedback_faults(context.session, context.caller, one), also=true()
    ),
    "take-back": TransitionRule(
        lambda context, one: give_feedback.take_back_faults(context.session, context.caller, one), also=true()
    ),
    "reply": TransitionRule(lambda context, one: rules.check_replied(one)),
    "share": TransitionRule(lambda context, one: rules.check_status(one, ObservationStatus.fed_back)),
    "corrections": TransitionRule(_corrections, also=true()),
    "redact": TransitionRule(_redaction, also=true()),
}
