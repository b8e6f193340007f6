"""Transitions of data packages."""

from api.access.transitions import TransitionRule, TransitionRules
from api.data_packages import actions
from api.data_packages.rules import check_released

PACKAGE_TRANSITIONS: TransitionRules = {
    "release": TransitionRule(lambda context, package: actions.release_faults(context.session, package)),
    "withdraw": TransitionRule(lambda context, package: check_released(package)),
    "revise": TransitionRule(lambda context, package: actions.revision_faults(context.session, package)),
}
