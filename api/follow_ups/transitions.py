"""What may be done with a follow-up as it stands."""

from api.access.transitions import TransitionRule, TransitionRules
from api.follow_ups import rules
from api.follow_ups.actions import hold, reopen
from api.follow_ups.models import FollowUpStatus
from api.follow_ups.queries import IS_A_SIDE, IS_LEADER

FOLLOW_UP_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda call, follow_up: rules.check_status(follow_up, FollowUpStatus.planned)),
    "reopen": TransitionRule(lambda call, follow_up: reopen.reopening_faults(call.session, follow_up)),
    "hold": TransitionRule(lambda call, follow_up: hold.holding_faults(call.session, follow_up)),
    "corrections": TransitionRule(lambda call, follow_up: rules.check_status(follow_up, FollowUpStatus.held)),
    "redact": TransitionRule(only=IS_A_SIDE),
    "remarks": TransitionRule(only=IS_LEADER),
}
