"""The transitions of observation guides."""

from api.access.transitions import TransitionRule, TransitionRules
from api.observation_guides import actions
from api.observation_guides.rules import check_draft

GUIDE_TRANSITIONS: TransitionRules = {
    "publish": TransitionRule(lambda context, guide: check_draft(guide)),
    "revise": TransitionRule(lambda context, guide: actions.revision_faults(context.session, guide)),
}
