"""What may be done with a cycle as it stands."""

from api.access.transitions import Step, Steps
from api.core import clock
from api.cycles.rules import check_not_ended

CYCLE_STEPS: Steps = {"extend": Step(lambda call, cycle: check_not_ended(cycle, clock.today()))}
