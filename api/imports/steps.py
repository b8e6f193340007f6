"""What may be done with an import as it stands; what was done is answered again."""

from api.access.transitions import Step, Steps
from api.imports.models import State
from api.imports.queries import MINE
from api.imports.rules import check_can_apply, check_can_reverse

IMPORT_STEPS: Steps = {
    "apply": Step(lambda call, one: None if one.state == State.applied else check_can_apply(one), also=MINE),
    "reverse": Step(lambda call, one: None if one.state == State.reversed else check_can_reverse(one), also=MINE),
}
