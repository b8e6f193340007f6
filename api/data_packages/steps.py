"""What may be done with data packages and figures as they stand."""

from api.access.transitions import Step, Steps
from api.data_packages import actions
from api.data_packages.rules import check_released

PACKAGE_STEPS: Steps = {
    "release": Step(lambda call, package: actions.against_release(call.session, package)),
    "withdraw": Step(lambda call, package: check_released(package)),
    "revise": Step(lambda call, package: actions.against_revision(call.session, package)),
}
MEASUREMENT_STEPS: Steps = {"correct": Step()}
