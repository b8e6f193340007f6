"""Transitions of grants."""

from api.access.transitions import TransitionRule, TransitionRules
from api.grants import actions

GRANT_TRANSITIONS: TransitionRules = {
    "end": TransitionRule(lambda call, grant: actions.ending_faults(call.session, call.caller, grant))
}
