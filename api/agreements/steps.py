"""What may be done with an agreement as it stands."""

from api.access.transitions import Step, Steps
from api.agreements import actions
from api.agreements.models import Turn
from api.agreements.rules import check_share, check_turn

AGREEMENT_STEPS: Steps = {
    "done": Step(lambda call, agreement: check_turn(agreement, Turn.done)),
    "drop": Step(lambda call, agreement: check_turn(agreement, Turn.dropped)),
    "reopen": Step(lambda call, agreement: actions.against_reopening(call.session, agreement)),
    "share": Step(lambda call, agreement: check_share(agreement)),
    "redact": Step(),
}
