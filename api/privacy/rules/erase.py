"""When a person may be erased."""

from dataclasses import dataclass

from api.core.problems import WRONG_STATE, Fault, LocalizedText, problem_type
from api.sign_in.models import Person

STILL_HOLDS_ROLES = problem_type(
    "still-holds-roles",
    409,
    ("The person has current or future roles", "Personen har nuværende eller kommende roller"),
    (
        "End the roles first; a role that begins later is ended in the same way.",
        "Afslut først rollerne; en rolle, der begynder senere, afsluttes på samme måde.",
    ),
)
STILL_HAS_DUTIES = problem_type(
    "still-has-duties",
    409,
    (
        "The person takes part in planned meetings or observations",
        "Personen deltager i planlagte møder eller observationer",
    ),
    (
        "Hold or cancel the planned dialogues, follow-ups and observations, or let somebody else take the person's "
        "place.",
        "Gennemfør eller aflys de planlagte samtaler, opfølgninger og observationer, eller lad en anden træde i "
        "personens sted.",
    ),
)
_ERASED = LocalizedText("The person has already been erased.", "Personen er allerede slettet.")


@dataclass(frozen=True)
class Duties:
    """A person's current and future roles, and the number of planned dialogues, follow-ups and observations."""

    roles: int = 0
    planned: int = 0


def check_erase(person: Person, duties: Duties) -> list[Fault]:
    """Return every reason for which a person cannot be erased."""
    if person.erased_on is not None:
        return [Fault(WRONG_STATE, detail=_ERASED)]
    faults = [Fault(STILL_HOLDS_ROLES)] if duties.roles else []
    return faults + ([Fault(STILL_HAS_DUTIES)] if duties.planned else [])
