"""What may be said of an institution, and what one that is closed no longer takes."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.institutions.models import Institution
from api.institutions.schemas import InstitutionMove

NUMBER_TAKEN = problem_type(
    "institution-number-taken",
    409,
    ("The number has been given to another institution", "Nummeret er givet til et andet tilbud"),
    (
        "Check the number; a closed institution's number is never given out again.",
        "Kontrollér nummeret; en lukket institutions nummer gives aldrig ud igen.",
    ),
)
INSTITUTION_CLOSED = problem_type(
    "institution-closed",
    409,
    ("The institution is closed", "Tilbuddet er lukket"),
    (
        "A closed institution takes nothing new; look for its successor.",
        "Et lukket tilbud modtager intet nyt; se efter dets efterfølger.",
    ),
)
DEPARTMENT_OF_A_DEPARTMENT = problem_type(
    "department-of-a-department",
    422,
    ("A department cannot have departments", "En afdeling kan ikke have afdelinger"),
    ("Name the institution itself as parent.", "Angiv selve tilbuddet som overordnet."),
)
INSTITUTION_IN_USE = problem_type(
    "institution-in-use",
    409,
    ("Something refers to the institution or district", "Noget henviser til tilbuddet eller distriktet"),
    (
        "Close it instead; only what nothing refers to is deleted.",
        "Luk det i stedet; kun det, intet henviser til, slettes.",
    ),
)
KIND_IN_USE = problem_type(
    "kind-in-use",
    409,
    ("What is kept of the institution rests on what kind it is", "Det, der er gemt om tilbuddet, bygger på dets art"),
    (
        "Close it, and let a new institution of the other kind succeed it; what was decided by this kind stays.",
        "Luk det, og lad et nyt tilbud af den anden art følge efter; det, der er besluttet for denne art, består.",
    ),
)
CLOSING_IS_A_STEP = problem_type(
    "closing-is-a-step",
    409,
    ("Closing, and opening again, are steps of their own", "Lukning og genåbning er egne trin"),
    (
        "Use /close or /reopen, which carry over what is open; a day that lies ahead can be written.",
        "Brug /close eller /reopen, som fører det åbne videre; en dag, der ligger forude, kan skrives.",
    ),
)
_ENDS_BEFORE = LocalizedText("The last day lies before the first.", "Den sidste dag ligger før den første.")
_INSTITUTIONS_MOVE = LocalizedText("An institution moves to a district.", "Et tilbud flytter til et distrikt.")
_DEPARTMENTS_MOVE = LocalizedText(
    "A department moves to another institution: name it.", "En afdeling flytter til et andet tilbud: angiv det."
)
_BY_NOW = LocalizedText(
    "A department moves when the day has come: this one lies ahead.",
    "En afdeling flytter, når dagen er kommet: denne ligger forude.",
)
ONE_PARENT = LocalizedText("A department lies where its institution does.", "En afdeling ligger, hvor dens tilbud gør.")


def is_closed(institution: Institution, day: date) -> bool:
    """Whether it takes nothing new any more on that day."""
    return institution.active_until is not None and institution.active_until <= day


def check_open(
    institution: Institution, today: date, pointer: str = "/institution_id", *, day: date | None = None
) -> list[Fault]:
    """A fault if the institution takes nothing new: if it is closed today, whatever `day` is said, or will be by then.

    What it had stays and is mended beside; what took place before it closed is written down before, or once it is
    opened again.
    """
    closed = is_closed(institution, today if day is None else max(day, today))
    return [Fault(INSTITUTION_CLOSED, pointer=pointer)] if closed else []


def check_days(active_from: date | None, active_until: date | None) -> list[Fault]:
    """A fault if it would end before it begins."""
    if active_from is None or active_until is None or active_from < active_until:
        return []
    return [Fault(INVALID_INPUT, pointer="/active_until", code="out-of-bounds", detail=_ENDS_BEFORE)]


def check_ending(institution: Institution, active_until: date | None, today: date) -> list[Fault]:
    """A fault if a change would close an institution by today, or open it again: both carry things over."""
    if is_closed(institution, today) == (active_until is not None and active_until <= today):
        return []
    return [Fault(CLOSING_IS_A_STEP, pointer="/active_until")]


def check_kind(institution: Institution, kind: str, in_use: Collection[UUID]) -> list[Fault]:
    """A fault if it would be of another kind, and so perhaps area, than what hangs on it was made for."""
    changes = kind != institution.kind and institution.id in in_use
    return [Fault(KIND_IN_USE, pointer="/kind")] if changes else []


def check_parent(parent: Institution | None, has_district: bool) -> list[Fault]:
    """A department's parent is an institution, and decides where it lies."""
    if parent is None:
        return []
    faults = [] if parent.parent_id is None else [Fault(DEPARTMENT_OF_A_DEPARTMENT, pointer="/parent_id")]
    if has_district:
        faults.append(Fault(INVALID_INPUT, pointer="/district_id", code="not-expected", detail=ONE_PARENT))
    return faults


def check_new_department(parent: Institution | None, today: date) -> list[Fault]:
    """A fault if it would be a department of an institution that is closed."""
    return [] if parent is None else check_open(parent, today, "/parent_id")


def check_numbers(numbers: Iterable[str | None], taken: Iterable[str]) -> list[Fault]:
    """A fault for each number that is given out already."""
    known = set(taken)
    return [Fault(NUMBER_TAKEN, pointer="/number") for number in numbers if number in known]


def check_move(institution: Institution, parent: Institution | None, move: InstitutionMove, today: date) -> list[Fault]:
    """Faults unless an institution moves to a district, or a department to another institution by now."""
    if institution.parent_id is None:
        wrong = [("/parent_id", _INSTITUTIONS_MOVE)] if move.parent_id is not None else []
        return [Fault(INVALID_INPUT, pointer=at, code="not-expected", detail=words) for at, words in wrong]
    faults = []
    if move.district_id is not None:
        faults.append(Fault(INVALID_INPUT, pointer="/district_id", code="not-expected", detail=ONE_PARENT))
    if parent is None:
        faults.append(Fault(INVALID_INPUT, pointer="/parent_id", code="required", detail=_DEPARTMENTS_MOVE))
    else:
        faults += check_parent(parent, False) + check_new_department(parent, today)
    if move.on > today:
        faults.append(Fault(INVALID_INPUT, pointer="/on", code="out-of-bounds", detail=_BY_NOW))
    return faults
