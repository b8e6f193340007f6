"""When an institution may be closed or reopened, and to which successor its open work may be carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from api.agreements.models import Agreement
from api.closures.models import Carried
from api.closures.schemas import InstitutionClose
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, LocalizedText, problem_type
from api.dialogues.models import Dialogue
from api.focus_areas.models import FocusArea
from api.focus_areas.rules import THEME_NOT_FOR_THIS_KIND
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision
from api.institutions.models import Institution
from api.institutions.rules import INSTITUTION_CLOSED, check_days, check_open, is_closed
from api.observations.models import Observation
from api.themes.models import Theme

DEPARTMENTS_OPEN = problem_type(
    "departments-open",
    409,
    ("The institution has open departments", "Tilbuddet har åbne afdelinger"),
    (
        "Close its departments first, or move them to another institution.",
        "Luk afdelingerne først, eller flyt dem til et andet tilbud.",
    ),
)
SUPERVISED_ALREADY = problem_type(
    "supervised-already",
    409,
    ("The successor is already under heightened supervision", "Efterfølgeren er allerede under skærpet tilsyn"),
    (
        "In `carry`, choose another successor for the heightened supervision, or null to close it with the reason of "
        "the closure.",
        "Angiv i `carry` en anden efterfølger for det skærpede tilsyn, eller null for at afslutte det med begrundelsen "
        "for lukningen.",
    ),
)
_ITSELF = LocalizedText("An institution cannot be its own successor.", "Et tilbud kan ikke efterfølge sig selv.")
_TWICE = LocalizedText("It is listed twice.", "Det er angivet to gange.")
_NO_SUCCESSOR = LocalizedText("It is not one of the successors.", "Det er ikke en af efterfølgerne.")
_NOT_OPEN_HERE = LocalizedText(
    "Nothing open at the institution has this id.", "Tilbuddet har intet åbent med dette id."
)
_AHEAD = LocalizedText(
    "An institution cannot be closed in advance. Set `active_until` to announce the day.",
    "Et tilbud kan ikke lukkes på forhånd. Angiv dagen i `active_until`.",
)
_NOT_CLOSED = LocalizedText("The institution is not closed.", "Tilbuddet er ikke lukket.")

Key = tuple[Carried, UUID]
Open = Agreement | FocusArea | HeightenedSupervision


@dataclass(frozen=True)
class OpenWork:
    """Everything open at an institution that is being closed, with its successors: the input of the rules.

    `closed`: a closure is in force; an `active_until` that has passed is not one, and carries nothing over.
    `supervised` are the successors that are under heightened supervision themselves.
    """

    institution: Institution
    closed: bool = False
    successors: Sequence[Institution] = ()
    departments: Sequence[Institution] = ()
    agreements: Sequence[Agreement] = ()
    focus_areas: Sequence[FocusArea] = ()
    themes: Mapping[UUID, Theme] = field(default_factory=dict)
    supervision: Sequence[HeightenedSupervision] = ()
    supervised: frozenset[UUID] = frozenset()
    dialogues: Sequence[Dialogue] = ()
    follow_ups: Sequence[FollowUp] = ()
    observations: Sequence[Observation] = ()

    def resources(self) -> dict[Key, Open]:
        """The open resources that are carried over or ended, by kind and id."""
        return {
            **{(Carried.agreements, agreement.id): agreement for agreement in self.agreements},
            **{(Carried.focus_areas, focus_area.id): focus_area for focus_area in self.focus_areas},
            **{(Carried.heightened_supervision, supervision.id): supervision for supervision in self.supervision},
        }


def successors_of(closing: InstitutionClose, open_resources: Mapping[Key, Open]) -> dict[Key, UUID | None]:
    """The successor that takes over each open resource; None: it ends with the reason of the closure.

    An agreement of a follow-up that is not shared ends, so that the successor's leader and chief cannot read it.
    """
    default = closing.successor_ids[0] if closing.successor_ids else None
    stated = {(carry.resource, carry.id): carry.successor_id for carry in closing.carry}
    confidential = {key for key, thing in open_resources.items() if isinstance(thing, Agreement) and not thing.shared}
    return {key: None if key in confidential else stated.get(key, default) for key in open_resources}


def check_closable(open_work: OpenWork, today: date) -> list[Fault]:
    """Return the reasons for which an institution cannot be closed, whatever the request states."""
    if open_work.closed:
        return [Fault(INSTITUTION_CLOSED)]
    has_open_departments = any(not is_closed(department, today) for department in open_work.departments)
    return [Fault(DEPARTMENTS_OPEN)] if has_open_departments else []


def check_close(open_work: OpenWork, closing: InstitutionClose, today: date) -> list[Fault]:
    """Return every reason for which an institution cannot be closed as requested."""
    institution, closed_on = open_work.institution, closing.on or today
    faults = check_closable(open_work, today)
    if open_work.closed:
        return faults
    if closed_on > today:
        faults.append(Fault(INVALID_INPUT, pointer="/on", code="out-of-bounds", detail=_AHEAD))
    faults += [
        Fault(fault.kind, pointer="/on", code=fault.code, detail=fault.detail)
        for fault in check_days(institution.active_from, closed_on)
    ]
    return faults + _check_successors(open_work, closing, today) + _check_carry(open_work, closing)


def _check_successors(open_work: OpenWork, closing: InstitutionClose, today: date) -> list[Fault]:
    faults: list[Fault] = []
    successors = {successor.id: successor for successor in open_work.successors}
    for index, id in enumerate(closing.successor_ids):
        pointer = f"/successor_ids/{index}"
        if id == open_work.institution.id:
            faults.append(Fault(INVALID_INPUT, pointer=pointer, code="itself", detail=_ITSELF))
        elif id in closing.successor_ids[:index]:
            faults.append(Fault(INVALID_INPUT, pointer=pointer, code="named-twice", detail=_TWICE))
        elif id not in successors:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=pointer))
        else:
            faults += check_open(successors[id], today, pointer)
    return faults


def _check_carry(open_work: OpenWork, closing: InstitutionClose) -> list[Fault]:
    faults: list[Fault] = []
    seen, open_resources = set[Key](), open_work.resources()
    for index, carry in enumerate(closing.carry):
        key, pointer = (carry.resource, carry.id), f"/carry/{index}"
        if key in seen:
            faults.append(Fault(INVALID_INPUT, pointer=f"{pointer}/id", code="named-twice", detail=_TWICE))
        elif key not in open_resources:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=f"{pointer}/id", detail=_NOT_OPEN_HERE))
        if carry.successor_id is not None and carry.successor_id not in closing.successor_ids:
            faults.append(
                Fault(INVALID_INPUT, pointer=f"{pointer}/successor_id", code="not-a-successor", detail=_NO_SUCCESSOR)
            )
        seen.add(key)
    return faults + _check_takeovers(open_work, closing)


def _check_takeovers(open_work: OpenWork, closing: InstitutionClose) -> list[Fault]:
    """Faults of successors that cannot take over: of a kind that the theme is not for, or under supervision already."""
    successors = {successor.id: successor for successor in open_work.successors}
    pointers = {(carry.resource, carry.id): f"/carry/{index}/successor_id" for index, carry in enumerate(closing.carry)}
    successor_ids, faults = successors_of(closing, open_work.resources()), []
    for focus_area in open_work.focus_areas:
        key = (Carried.focus_areas, focus_area.id)
        successor_id = successor_ids[key]
        successor = None if successor_id is None else successors.get(successor_id)
        if successor is not None and successor.kind not in open_work.themes[focus_area.theme_id].kinds:
            faults.append(Fault(THEME_NOT_FOR_THIS_KIND, pointer=pointers.get(key, "/successor_ids/0")))
    for supervision in open_work.supervision:
        key = (Carried.heightened_supervision, supervision.id)
        if successor_ids[key] in open_work.supervised:
            faults.append(Fault(SUPERVISED_ALREADY, pointer=pointers.get(key, "/successor_ids/0")))
    return faults


def check_reopen(institution: Institution, today: date) -> list[Fault]:
    """A fault unless the institution is closed."""
    return [] if is_closed(institution, today) else [Fault(WRONG_STATE, detail=_NOT_CLOSED)]
