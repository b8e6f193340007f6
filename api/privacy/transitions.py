"""Transitions of people: erasure, with the reasons for which it is refused."""

from api.access.transitions import TransitionRule, TransitionRules
from api.privacy.actions import erase

PERSON_TRANSITIONS: TransitionRules = {
    "erase": TransitionRule(lambda context, person: erase.erasure_faults(context.session, person))
}
