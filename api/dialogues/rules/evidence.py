"""The rule that evidence is requested for a round of the institution's area."""

from api.core.problems import Fault
from api.cycles.models import Cycle
from api.cycles.rules import describe_round_numbers, round_numbered
from api.dialogues.rules.plan import CYCLE_OF_ANOTHER_AREA, NO_SUCH_ROUND
from api.institutions.models import AREA_OF, Institution, Kind


def check_round(institution: Institution, cycle: Cycle, round: int) -> list[Fault]:
    """Return faults if the cycle is of another area than the institution, or has no round of this number."""
    faults = []
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(CYCLE_OF_ANOTHER_AREA, parameter="cycle_id"))
    if round_numbered(cycle, round) is None:
        faults.append(Fault(NO_SUCH_ROUND, parameter="round", detail=describe_round_numbers(cycle)))
    return faults
