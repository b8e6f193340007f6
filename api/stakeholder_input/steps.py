"""What may be done with input and consultations as they stand."""

from typing import Final

from api.access import reach
from api.access.roles import TRANSITION, WRITE, May
from api.access.transitions import Step, Steps
from api.core import clock
from api.stakeholder_input import asking, consulting
from api.stakeholder_input.queries import CHANGES_IT
from api.stakeholder_input.rules import check_not_withdrawn

LEADERS: Final = May("stakeholder_input", TRANSITION)

INPUT_STEPS: Steps = {
    "answer": Step(lambda call, one: check_not_withdrawn(one)),
    "withdraw": Step(lambda call, one: check_not_withdrawn(one), may=LEADERS, also=CHANGES_IT),
    "redact": Step(lambda call, one: check_not_withdrawn(one), may=LEADERS, also=CHANGES_IT),
}

# Each makes and withdraws the links of their own institution, whoever asks; the body names it.
_FOR_SOME = reach.holds(May("consultations", WRITE))

CONSULTATION_STEPS: Steps = {
    "extend": Step(lambda call, one: consulting.against_extension(call.session, one)),
    "close": Step(lambda call, one: asking.check_open(one, clock.today())),
    "links": Step(lambda call, one: asking.check_not_closed(one, clock.today()), also=_FOR_SOME),
    "withdraw-link": Step(also=_FOR_SOME),
    "redact": Step(),
}
