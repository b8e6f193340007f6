"""The transitions of a dialogue and the rules that prevent them."""

from api.access.transitions import TransitionRule, TransitionRules
from api.dialogues.actions import hold, reopen
from api.dialogues.models import DialogueStatus
from api.dialogues.rules.status import check_status

DIALOGUE_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda context, dialogue: check_status(dialogue, DialogueStatus.planned)),
    "reopen": TransitionRule(lambda context, dialogue: reopen.reopening_faults(context.session, dialogue)),
    "hold": TransitionRule(lambda context, dialogue: hold.holding_faults(context.session, dialogue)),
    "corrections": TransitionRule(lambda context, dialogue: check_status(dialogue, DialogueStatus.held)),
    "redact": TransitionRule(),
}
