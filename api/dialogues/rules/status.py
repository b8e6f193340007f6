"""The rule that a transition needs a certain status."""

from api.core.problems import Fault, wrong_state
from api.dialogues.models import Dialogue, DialogueStatus


def check_status(dialogue: Dialogue, status: DialogueStatus) -> list[Fault]:
    """Return a fault unless the dialogue has this status."""
    return [] if dialogue.status == status else [wrong_state(dialogue.status, status)]
