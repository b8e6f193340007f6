"""The transitions of a follow-up and the rules that prevent them."""

from api.access.transitions import TransitionRule, TransitionRules
from api.follow_ups import rules
from api.follow_ups.actions import hold, reopen
from api.follow_ups.models import FollowUpStatus
from api.follow_ups.queries.visible import IS_CHIEF_OR_LEADER, IS_LEADER

FOLLOW_UP_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda context, follow_up: rules.check_status(follow_up, FollowUpStatus.planned)),
    "reopen": TransitionRule(lambda context, follow_up: reopen.reopening_faults(context.session, follow_up)),
    "hold": TransitionRule(lambda context, follow_up: hold.holding_faults(context.session, follow_up)),
    "corrections": TransitionRule(lambda context, follow_up: rules.check_status(follow_up, FollowUpStatus.held)),
    "redact": TransitionRule(and_condition=IS_CHIEF_OR_LEADER),
    "remarks": TransitionRule(and_condition=IS_LEADER),
}
