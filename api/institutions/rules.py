"""When an institution may be created, changed, moved or ended, and what a closed one refuses."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.institutions.models import Institution
from api.institutions.schemas import InstitutionMove

NUMBER_TAKEN = problem_type(
    "institution-number-taken",
    409,
    ("Another institution has this number", "Et andet tilbud har dette nummer"),
    (
        "Check the number. The number of a closed institution cannot be used again.",
        "Kontrollér nummeret. Et lukket tilbuds nummer kan ikke bruges igen.",
    ),
)
INSTITUTION_CLOSED = problem_type(
    "institution-closed",
    409,
    ("The institution is closed", "Tilbuddet er lukket"),
    (
        "Nothing new can be added to a closed institution. Use its successor.",
        "Der kan ikke tilføjes noget nyt til et lukket tilbud. Brug dets efterfølger.",
    ),
)
DEPARTMENT_OF_A_DEPARTMENT = problem_type(
    "department-of-a-department",
    422,
    ("A department cannot have departments", "En afdeling kan ikke have afdelinger"),
    ("State the institution itself as the parent.", "Angiv selve tilbuddet som overordnet."),
)
INSTITUTION_IN_USE = problem_type(
    "institution-in-use",
    409,
    ("The institution or district is in use", "Tilbuddet eller distriktet er i brug"),
    (
        "Something refers to it, so that it cannot be deleted. Close it instead.",
        "Noget henviser til det, så det kan ikke slettes. Luk det i stedet.",
    ),
)
KIND_IN_USE = problem_type(
    "kind-in-use",
    409,
    ("The institution's kind cannot be changed", "Tilbuddets slags kan ikke ændres"),
    (
        "Its dialogues, data or focus areas depend on it. Close it, and create a successor of the other kind.",
        "Dets samtaler, data eller fokusområder afhænger af den. Luk det, og opret en efterfølger af den anden slags.",
    ),
)
CLOSING_IS_A_STEP = problem_type(
    "closing-is-a-step",
    409,
    (
        "An institution cannot be closed or reopened by changing the date",
        "Et tilbud kan ikke lukkes eller genåbnes ved at ændre datoen",
    ),
    (
        "Use /close or /reopen: they also carry over or end open agreements, focus areas and heightened supervision. "
        "A future date can be set here.",
        "Brug /close eller /reopen: de overfører eller afslutter også åbne aftaler, fokusområder og skærpet tilsyn. "
        "En fremtidig dato kan angives her.",
    ),
)
_ENDS_BEFORE = LocalizedText("The institution would end before it begins.", "Tilbuddet ville slutte, før det begynder.")
_INSTITUTIONS_MOVE = LocalizedText(
    "An institution moves to a district: use `district_id`.", "Et tilbud flytter til et distrikt: brug `district_id`."
)
_DEPARTMENTS_MOVE = LocalizedText(
    "State the institution that the department moves to.", "Angiv det tilbud, afdelingen flytter til."
)
_NOT_AHEAD = LocalizedText(
    "A department cannot be moved in advance: use today's date or an earlier one.",
    "En afdeling kan ikke flyttes på forhånd: brug dags dato eller en tidligere.",
)
ONE_PARENT = LocalizedText(
    "A department is in the district of its institution.", "En afdeling ligger i samme distrikt som sit tilbud."
)


def is_closed(institution: Institution, day: date) -> bool:
    """Whether an institution is closed on that day."""
    return institution.active_until is not None and institution.active_until <= day


def check_open(
    institution: Institution, today: date, pointer: str = "/institution_id", *, day: date | None = None
) -> list[Fault]:
    """A fault if the institution is closed today, or will be on `day`: nothing new can be added to it.

    An earlier `day` does not help: what took place before the closure is recorded before it, or after reopening. What
    the institution has can still be corrected.
    """
    closed = is_closed(institution, today if day is None else max(day, today))
    return [Fault(INSTITUTION_CLOSED, pointer=pointer)] if closed else []


def check_days(active_from: date | None, active_until: date | None) -> list[Fault]:
    """A fault if the institution would end before it begins."""
    if active_from is None or active_until is None or active_from < active_until:
        return []
    return [Fault(INVALID_INPUT, pointer="/active_until", code="out-of-bounds", detail=_ENDS_BEFORE)]


def check_ending(institution: Institution, active_until: date | None, today: date) -> list[Fault]:
    """A fault if a change of the date would close the institution by today, or reopen it: both carry over open work."""
    if is_closed(institution, today) == (active_until is not None and active_until <= today):
        return []
    return [Fault(CLOSING_IS_A_STEP, pointer="/active_until")]


def check_kind(institution: Institution, kind: str, in_use: Collection[UUID]) -> list[Fault]:
    """A fault if the kind, and with it perhaps the area, would change although other resources depend on it."""
    changes_in_use = kind != institution.kind and institution.id in in_use
    return [Fault(KIND_IN_USE, pointer="/kind")] if changes_in_use else []


def check_parent(parent: Institution | None, has_district: bool) -> list[Fault]:
    """Faults if a department's parent is a department itself, or if a district is stated besides the parent."""
    if parent is None:
        return []
    faults = [] if parent.parent_id is None else [Fault(DEPARTMENT_OF_A_DEPARTMENT, pointer="/parent_id")]
    if has_district:
        faults.append(Fault(INVALID_INPUT, pointer="/district_id", code="not-expected", detail=ONE_PARENT))
    return faults


def check_new_department(parent: Institution | None, today: date) -> list[Fault]:
    """A fault if a new department's parent is closed."""
    return [] if parent is None else check_open(parent, today, "/parent_id")


def check_numbers(numbers: Iterable[str | None], taken: Iterable[str]) -> list[Fault]:
    """A fault for each number that another institution has."""
    taken_numbers = set(taken)
    return [Fault(NUMBER_TAKEN, pointer="/number") for number in numbers if number in taken_numbers]


def check_move(institution: Institution, parent: Institution | None, move: InstitutionMove, today: date) -> list[Fault]:
    """Faults unless an institution moves to a district, or a department to another institution, today or earlier."""
    if institution.parent_id is None:
        if move.parent_id is None:
            return []
        return [Fault(INVALID_INPUT, pointer="/parent_id", code="not-expected", detail=_INSTITUTIONS_MOVE)]
    faults = []
    if move.district_id is not None:
        faults.append(Fault(INVALID_INPUT, pointer="/district_id", code="not-expected", detail=ONE_PARENT))
    if parent is None:
        faults.append(Fault(INVALID_INPUT, pointer="/parent_id", code="required", detail=_DEPARTMENTS_MOVE))
    else:
        faults += check_parent(parent, False) + check_new_department(parent, today)
    if move.on > today:
        faults.append(Fault(INVALID_INPUT, pointer="/on", code="out-of-bounds", detail=_NOT_AHEAD))
    return faults
