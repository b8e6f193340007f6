"""The transitions of consultations and the conditions of each."""

from api.access import reach
from api.access.roles import WRITE, Permission
from api.access.transitions import TransitionRule, TransitionRules
from api.consultations.actions import extend
from api.consultations.rules import questionnaire
from api.core import clock

# Links are managed by those who may write consultations at the institution named in the body, whichever unit the
# consultation belongs to: it is enough to hold such a role somewhere.
_WRITES_SOMEWHERE = reach.has_permission(Permission("consultations", WRITE))

CONSULTATION_TRANSITIONS: TransitionRules = {
    "extend": TransitionRule(lambda context, consultation: extend.extension_faults(context.session, consultation)),
    "close": TransitionRule(lambda context, consultation: questionnaire.check_open(consultation, clock.today())),
    "links": TransitionRule(
        lambda context, consultation: questionnaire.check_not_closed(consultation, clock.today()),
        or_condition=_WRITES_SOMEWHERE,
    ),
    "withdraw-link": TransitionRule(or_condition=_WRITES_SOMEWHERE),
    "redact": TransitionRule(),
}
