"""Transitions of machines."""

from api.access.transitions import TransitionRule, TransitionRules

CLIENT_TRANSITIONS: TransitionRules = {"rotate-secret": TransitionRule()}
