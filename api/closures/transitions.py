"""Transitions of institutions: move, close and reopen, with the reasons for which each is refused."""

from api.access.transitions import TransitionRule, TransitionRules
from api.closures import actions
from api.closures.rules import check_reopen
from api.core import clock

INSTITUTION_TRANSITIONS: TransitionRules = {
    "move": TransitionRule(),
    "close": TransitionRule(lambda context, institution: actions.closing_faults(context.session, institution)),
    "reopen": TransitionRule(lambda context, institution: check_reopen(institution, clock.today())),
}
