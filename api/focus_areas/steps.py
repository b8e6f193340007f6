"""What may be done with a focus area, and with a theme, here where it is seen whether anything leans on it."""

from api.access.transitions import Step, Steps
from api.focus_areas import actions
from api.themes.models import ThemeStatus
from api.themes.rules import check_step

THEME_STEPS: Steps = {
    "decide": Step(lambda call, theme: check_step(theme, ThemeStatus.decided)),
    "withdraw": Step(lambda call, theme: actions.against_withdrawal(call.session, theme)),
    "reopen": Step(lambda call, theme: actions.against_reopening(call.session, theme)),
    "redact": Step(),
}
FOCUS_AREA_STEPS: Steps = {"redact": Step()}
