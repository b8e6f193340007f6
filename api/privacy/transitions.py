"""Transitions of people."""

from api.access.transitions import TransitionRule, TransitionRules
from api.privacy.actions import erase

PERSON_TRANSITIONS: TransitionRules = {
    "erase": TransitionRule(lambda call, person: erase.erasure_faults(call.session, person))
}
