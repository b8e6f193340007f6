"""What may be done with an institution, and with a person, as they stand."""

from api.access.transitions import Step, Steps
from api.core import clock
from api.stewardship import actions, erasing
from api.stewardship.rules import check_reopen

INSTITUTION_STEPS: Steps = {
    "move": Step(),
    "close": Step(lambda call, institution: actions.against_closing(call.session, institution)),
    "reopen": Step(lambda call, institution: check_reopen(institution, clock.today())),
}
PERSON_STEPS: Steps = {"erase": Step(lambda call, person: erasing.against_erasing(call.session, person))}
