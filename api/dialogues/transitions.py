"""What may be done with a dialogue as it stands."""

from api.access.transitions import TransitionRule, TransitionRules
from api.dialogues.actions import hold, reopen
from api.dialogues.models import DialogueStatus
from api.dialogues.rules.hold import check_status

DIALOGUE_TRANSITIONS: TransitionRules = {
    "cancel": TransitionRule(lambda call, dialogue: check_status(dialogue, DialogueStatus.planned)),
    "reopen": TransitionRule(lambda call, dialogue: reopen.reopening_faults(call.session, dialogue)),
    "hold": TransitionRule(lambda call, dialogue: hold.holding_faults(call.session, dialogue)),
    "corrections": TransitionRule(lambda call, dialogue: check_status(dialogue, DialogueStatus.held)),
    "redact": TransitionRule(),
}
