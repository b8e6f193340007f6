"""Transitions of consultations."""

from api.access import reach
from api.access.roles import WRITE, Permission
from api.access.transitions import TransitionRule, TransitionRules
from api.consultations import rules
from api.consultations.actions import plan
from api.core import clock

# Each makes and withdraws the links of their own institution, whoever asks; the body names it.
_FOR_SOME = reach.holds(Permission("consultations", WRITE))

CONSULTATION_TRANSITIONS: TransitionRules = {
    "extend": TransitionRule(lambda context, one: plan.extension_faults(context.session, one)),
    "close": TransitionRule(lambda context, one: rules.check_open(one, clock.today())),
    "links": TransitionRule(lambda context, one: rules.check_not_closed(one, clock.today()), also=_FOR_SOME),
    "withdraw-link": TransitionRule(also=_FOR_SOME),
    "redact": TransitionRule(),
}
