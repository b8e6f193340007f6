"""Transitions of people."""

from api.access.transitions import TransitionRule, TransitionRules
from api.privacy.actions import erase

PERSON_TRANSITIONS: TransitionRules = {
    "erase": TransitionRule(lambda context, person: erase.erasure_faults(context.session, person))
}
