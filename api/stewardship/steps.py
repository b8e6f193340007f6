"""What may be done with an institution as it stands."""

from api.access.transitions import Step, Steps
from api.core import clock
from api.stewardship import actions
from api.stewardship.rules import check_reopen

INSTITUTION_STEPS: Steps = {
    "move": Step(),
    "close": Step(lambda call, institution: actions.against_closing(call.session, institution)),
    "reopen": Step(lambda call, institution: check_reopen(institution, clock.today())),
}
