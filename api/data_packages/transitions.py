"""What may be done with data packages and figures as they stand."""

from api.access.transitions import TransitionRule, TransitionRules
from api.data_packages import actions
from api.data_packages.rules import check_released

PACKAGE_TRANSITIONS: TransitionRules = {
    "release": TransitionRule(lambda call, package: actions.release_faults(call.session, package)),
    "withdraw": TransitionRule(lambda call, package: check_released(package)),
    "revise": TransitionRule(lambda call, package: actions.revision_faults(call.session, package)),
}
