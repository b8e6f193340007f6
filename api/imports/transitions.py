"""What may be done with an import as it stands; what was done is answered again."""

from api.access.transitions import TransitionRule, TransitionRules
from api.imports.models import State
from api.imports.queries.visible import MINE
from api.imports.rules import check_can_apply, check_can_reverse

IMPORT_TRANSITIONS: TransitionRules = {
    "apply": TransitionRule(
        lambda context, one: None if one.state == State.applied else check_can_apply(one), also=MINE
    ),
    "reverse": TransitionRule(
        lambda context, one: None if one.state == State.reversed else check_can_reverse(one), also=MINE
    ),
}
