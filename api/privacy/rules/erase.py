"""When a person may be erased."""

from dataclasses import dataclass

from api.core.problems import WRONG_STATE, Fault, LocalizedText, problem_type
from api.sign_in.models import Person

STILL_HOLDS_ROLES = problem_type(
    "still-holds-roles",
    409,
    ("The person still holds roles, or will", "Personen har stadig roller eller får dem"),
    (
        "End their roles first; a role given for later ends the same way.",
        "Afslut rollerne først; en rolle, der er givet til senere, afsluttes på samme måde.",
    ),
)
STILL_HAS_DUTIES = problem_type(
    "still-has-duties",
    409,
    ("Something is planned with this person", "Noget er planlagt med denne person"),
    (
        "Hold or cancel it, or let somebody else take their place: dialogues, follow-ups and observations.",
        "Hold eller aflys det, eller lad en anden træde til: samtaler, opfølgninger og observationer.",
    ),
)
_ERASED = LocalizedText("They are erased already.", "Personen er allerede slettet.")


@dataclass(frozen=True)
class Duties:
    """What somebody still has to do: how many roles they hold or will hold, how much is planned with them."""

    roles: int = 0
    planned: int = 0


def check_erase(person: Person, duties: Duties) -> list[Fault]:
    """Everything that stands in the way of erasing somebody."""
    if person.erased_on is not None:
        return [Fault(WRONG_STATE, detail=_ERASED)]
    faults = [Fault(STILL_HOLDS_ROLES)] if duties.roles else []
    return faults + ([Fault(STILL_HAS_DUTIES)] if duties.planned else [])
