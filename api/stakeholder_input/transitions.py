"""What may be done with input and consultations as they stand."""

from typing import Final

from api.access.roles import TRANSITION, Permission
from api.access.transitions import TransitionRule, TransitionRules
from api.stakeholder_input.queries.visible import MAY_CHANGE
from api.stakeholder_input.rules import check_not_withdrawn

LEADERS: Final = Permission("stakeholder_input", TRANSITION)

INPUT_TRANSITIONS: TransitionRules = {
    "answer": TransitionRule(lambda context, one: check_not_withdrawn(one)),
    "withdraw": TransitionRule(lambda context, one: check_not_withdrawn(one), may=LEADERS, also=MAY_CHANGE),
    "redact": TransitionRule(lambda context, one: check_not_withdrawn(one), may=LEADERS, also=MAY_CHANGE),
}
