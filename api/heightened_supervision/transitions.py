"""The transitions of heightened supervision and the conditions of each."""

from sqlalchemy import or_

from api.access.transitions import TransitionRule, TransitionRules
from api.heightened_supervision.queries import COMMENTS, REDACTS

HEIGHTENED_SUPERVISION_TRANSITIONS: TransitionRules = {
    "comments": TransitionRule(only=COMMENTS),
    "redact": TransitionRule(only=or_(*set(REDACTS.values()))),
}
