"""The transitions of a machine."""

from api.access.transitions import TransitionRule, TransitionRules

CLIENT_TRANSITIONS: TransitionRules = {"rotate-secret": TransitionRule()}
