"""The transitions of heightened supervision and the conditions of each."""

from sqlalchemy import or_

from api.access.transitions import TransitionRule, TransitionRules
from api.heightened_supervision.queries import COMMENTS, REDACTS

HEIGHTENED_SUPERVISION_TRANSITIONS: TransitionRules = {
    "comments": TransitionRule(and_condition=COMMENTS),
    "redact": TransitionRule(and_condition=or_(*set(REDACTS.values()))),
}
