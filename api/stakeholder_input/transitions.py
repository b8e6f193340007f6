"""The transitions of stakeholder input and the conditions of each."""

from typing import Final

from api.access.caller import RequestContext
from api.access.roles import TRANSITION, Permission
from api.access.transitions import TransitionRule, TransitionRules
from api.core.problems import Fault
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import MAY_CHANGE
from api.stakeholder_input.rules import check_not_withdrawn

LEADERS: Final = Permission("stakeholder_input", TRANSITION)
"""The permission to make transitions of input, which leaders hold at their institution."""


def _withdrawal_faults(context: RequestContext, input: Input) -> list[Fault]:
    return check_not_withdrawn(input)


INPUT_TRANSITIONS: TransitionRules = {
    "answer": TransitionRule(_withdrawal_faults),
    "withdraw": TransitionRule(_withdrawal_faults, permission=LEADERS, or_condition=MAY_CHANGE),
    "redact": TransitionRule(_withdrawal_faults, permission=LEADERS, or_condition=MAY_CHANGE),
}
