"""What may be done with a follow-up as it stands."""

from api.access.transitions import TransitionRule, TransitionRules
from api.follow_ups import rules
from api.follow_ups.actions import hold, reopen
from api.follow_ups.models import FollowUpStatus
from api.follow_ups.queries import IS_A_SIDE, IS_LEADER

FOLLOW_UP_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda context, follow_up: rules.check_status(follow_up, FollowUpStatus.planned)),
    "reopen": TransitionRule(lambda context, follow_up: reopen.reopening_faults(context.session, follow_up)),
    "hold": TransitionRule(lambda context, follow_up: hold.holding_faults(context.session, follow_up)),
    "corrections": TransitionRule(lambda context, follow_up: rules.check_status(follow_up, FollowUpStatus.held)),
    "redact": TransitionRule(only=IS_A_SIDE),
    "remarks": TransitionRule(only=IS_LEADER),
}
