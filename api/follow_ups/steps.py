"""What may be done with a follow-up as it stands."""

from api.access.transitions import Step, Steps
from api.follow_ups import actions, meeting, rules
from api.follow_ups.models import FollowUpStatus
from api.follow_ups.queries import IS_A_SIDE, IS_LEADER

FOLLOW_UP_STEPS: Steps = {
    "cancel": Step(lambda call, follow_up: rules.check_status(follow_up, FollowUpStatus.planned)),
    "reopen": Step(lambda call, follow_up: actions.against_reopening(call.session, follow_up)),
    "hold": Step(lambda call, follow_up: meeting.against_holding(call.session, follow_up)),
    "corrections": Step(lambda call, follow_up: rules.check_status(follow_up, FollowUpStatus.held)),
    "redact": Step(only=IS_A_SIDE),
    "remarks": Step(only=IS_LEADER),
}
