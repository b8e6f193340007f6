"""The transitions of an agreement and the rules that prevent them."""

from api.access.transitions import TransitionRule, TransitionRules
from api.agreements import actions
from api.agreements.models import Turn
from api.agreements.rules import check_share, check_turn

AGREEMENT_TRANSITIONS: TransitionRules = {
    "done": TransitionRule(lambda context, agreement: check_turn(agreement, Turn.done)),
    "drop": TransitionRule(lambda context, agreement: check_turn(agreement, Turn.dropped)),
    "reopen": TransitionRule(lambda context, agreement: actions.reopening_faults(context.session, agreement)),
    "share": TransitionRule(lambda context, agreement: check_share(agreement)),
    "redact": TransitionRule(),
}
