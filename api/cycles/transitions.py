"""Transitions of cycles: extension, with the reasons for which it is refused."""

from api.access.transitions import TransitionRule, TransitionRules
from api.core import clock
from api.cycles.rules import check_not_ended

CYCLE_TRANSITIONS: TransitionRules = {
    "extend": TransitionRule(lambda context, cycle: check_not_ended(cycle, clock.today()))
}
