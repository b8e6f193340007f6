"""Transitions of focus areas, and of themes: some depend on whether focus areas use the theme."""

from api.access.transitions import TransitionRule, TransitionRules
from api.focus_areas import actions
from api.themes.models import ThemeStatus
from api.themes.rules import check_step

THEME_TRANSITIONS: TransitionRules = {
    "decide": TransitionRule(lambda context, theme: check_step(theme, ThemeStatus.decided)),
    "withdraw": TransitionRule(lambda context, theme: actions.withdrawal_faults(context.session, theme)),
    "reopen": TransitionRule(lambda context, theme: actions.reopening_faults(context.session, theme)),
    "redact": TransitionRule(),
}
FOCUS_AREA_TRANSITIONS: TransitionRules = {"redact": TransitionRule()}
