"""The transitions of a grant."""

from api.access.transitions import TransitionRule, TransitionRules
from api.grants import actions

GRANT_TRANSITIONS: TransitionRules = {
    "end": TransitionRule(lambda context, grant: actions.ending_faults(context.session, context.caller, grant))
}
