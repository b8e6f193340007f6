"""What may be done with guides and observations as they stand."""

from sqlalchemy import true

from api.access.caller import RequestContext
from api.access.transitions import TransitionRule, TransitionRules
from api.core.problems import Fault
from api.observations import rules
from api.observations.actions import correct, give_feedback, observe, reopen
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import OBSERVES_NOW


async def _corrections(call: RequestContext, observation: Observation) -> list[Fault]:
    hands = await correct.hands_of(call.session, call.scope, observation.id)
    return correct.correction_faults(hands, observation)


async def _redaction(call: RequestContext, observation: Observation) -> list[Fault]:
    return correct.redaction_faults(await correct.hands_of(call.session, call.scope, observation.id))


OBSERVATION_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda call, one: rules.check_status(one, ObservationStatus.planned)),
    "reopen": TransitionRule(lambda call, one: reopen.reopening_faults(call.session, call.caller, one)),
    "observe": TransitionRule(lambda call, one: observe.observing_faults(call.session, one), also=OBSERVES_NOW),
    "feedback": TransitionRule(
        lambda call, one: give_feedback.feedback_faults(call.session, call.caller, one), also=true()
    ),
    "take-back": TransitionRule(
        lambda call, one: give_feedback.take_back_faults(call.session, call.caller, one), also=true()
    ),
    "reply": TransitionRule(lambda call, one: rules.check_replied(one)),
    "share": TransitionRule(lambda call, one: rules.check_status(one, ObservationStatus.fed_back)),
    "corrections": TransitionRule(_corrections, also=true()),
    "redact": TransitionRule(_redaction, also=true()),
}
