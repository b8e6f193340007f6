"""What may be done with a dialogue as it stands."""

from api.access.transitions import Step, Steps
from api.dialogues import actions, outcome, rules
from api.dialogues.models import DialogueStatus

DIALOGUE_STEPS: Steps = {
    "cancel": Step(lambda call, dialogue: rules.check_status(dialogue, DialogueStatus.planned)),
    "reopen": Step(lambda call, dialogue: actions.against_reopening(call.session, dialogue)),
    "hold": Step(lambda call, dialogue: outcome.against_holding(call.session, dialogue)),
    "corrections": Step(lambda call, dialogue: rules.check_status(dialogue, DialogueStatus.held)),
    "redact": Step(),
}
