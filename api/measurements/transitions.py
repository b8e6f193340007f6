"""Transitions of measurements."""

from api.access.transitions import TransitionRule, TransitionRules

MEASUREMENT_TRANSITIONS: TransitionRules = {"correct": TransitionRule()}
