"""What may be done with guides and observations as they stand."""

from sqlalchemy import true

from api.access.caller import Call
from api.access.transitions import Step, Steps
from api.core.problems import Fault
from api.observations import actions, feedback, mending, rules
from api.observations.models import Observation, ObservationStatus
from api.observations.observers import OBSERVES

GUIDE_STEPS: Steps = {
    "publish": Step(lambda call, guide: rules.check_draft(guide)),
    "revise": Step(lambda call, guide: actions.against_revision(call.session, guide)),
}


async def _corrections(call: Call, observation: Observation) -> list[Fault]:
    hands = await mending.hands_of(call.session, call.scope, observation.id)
    return mending.against_corrections(hands, observation)


async def _redaction(call: Call, observation: Observation) -> list[Fault]:
    return mending.against_redaction(await mending.hands_of(call.session, call.scope, observation.id))


OBSERVATION_STEPS: Steps = {
    "cancel": Step(lambda call, one: rules.check_status(one, ObservationStatus.planned)),
    "reopen": Step(lambda call, one: actions.against_reopening(call.session, call.caller, one)),
    "observe": Step(lambda call, one: actions.against_observing(call.session, one), also=OBSERVES),
    "feedback": Step(lambda call, one: feedback.against_feedback(call.session, call.caller, one), also=true()),
    "take-back": Step(lambda call, one: feedback.against_taking_back(call.session, call.caller, one), also=true()),
    "reply": Step(lambda call, one: rules.check_replied(one)),
    "share": Step(lambda call, one: rules.check_status(one, ObservationStatus.fed_back)),
    "corrections": Step(_corrections, also=true()),
    "redact": Step(_redaction, also=true()),
}
