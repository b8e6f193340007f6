"""Transitions of imports. Applying an applied import, or reversing a reversed one, returns the same response again."""

from api.access.transitions import TransitionRule, TransitionRules
from api.imports.models import State
from api.imports.queries.visible import MAY_IMPORT
from api.imports.rules import check_can_apply, check_can_reverse

IMPORT_TRANSITIONS: TransitionRules = {
    "apply": TransitionRule(
        lambda context, import_: None if import_.state == State.applied else check_can_apply(import_),
        or_condition=MAY_IMPORT,
    ),
    "reverse": TransitionRule(
        lambda context, import_: None if import_.state == State.reversed else check_can_reverse(import_),
        or_condition=MAY_IMPORT,
    ),
}
