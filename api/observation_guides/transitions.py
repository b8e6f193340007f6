"""Transitions of observation guides."""

from api.access.transitions import TransitionRule, TransitionRules
from api.observation_guides import actions as observation_guides_actions
from api.observation_guides.rules import check_draft

GUIDE_TRANSITIONS: TransitionRules = {
    "publish": TransitionRule(lambda context, guide: check_draft(guide)),
    "revise": TransitionRule(lambda context, guide: observation_guides_actions.revision_faults(context.session, guide)),
}
