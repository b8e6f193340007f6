"""When an institution may be closed or opened again, and where what is open there may go."""

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
from api.institutions.rules import INSTITUTION_CLOSED, check_days, check_open
from api.observations.models import Observation
from api.themes.models import Theme

DEPARTMENTS_OPEN = problem_type(
    "departments-open",
    409,
    ("The institution has departments that are open", "Tilbuddet har afdelinger, der er åbne"),
    (
        "Close its departments first, or move them to another institution.",
        "Luk afdelingerne først, eller flyt dem til et andet tilbud.",
    ),
)
SUPERVISED_ALREADY = problem_type(
    "supervised-already",
    409,
    ("The successor is under heightened supervision already", "Efterfølgeren er allerede under skærpet tilsyn"),
    (
        "Name another successor for it in `carry`, or none: it is then closed with the reason.",
        "Angiv en anden efterfølger for det i `carry`, eller ingen: så lukkes det med begrundelsen.",
    ),
)
_ITSELF = LocalizedText("An institution does not go on in itself.", "Et tilbud fortsætter ikke i sig selv.")
_TWICE = LocalizedText("It is named twice.", "Det er nævnt to gange.")
_NO_SUCCESSOR = LocalizedText("It is not one of the successors.", "Det er ikke en af efterfølgerne.")
_NOT_OPEN_HERE = LocalizedText("Nothing open of this id is here.", "Intet åbent med dette id findes her.")
_AHEAD = LocalizedText(
    "It is closed when the day has come; `active_until` says ahead of time when that will be.",
    "Det lukkes, når dagen er kommet; `active_until` siger på forhånd, hvornår det bliver.",
)
_NOT_CLOSED = LocalizedText("The institution is not closed.", "Tilbuddet er ikke lukket.")

Key = tuple[Carried, UUID]
Open = Agreement | FocusArea | HeightenedSupervision


@dataclass(frozen=True)
class Estate:
    """What an institution leaves behind: all that the rules of its closing look at."""

    institution: Institution
    closed: bool = False  # by a closing that stands; a day that has passed has carried nothing over
    successors: Sequence[Institution] = ()
    departments: Sequence[Institution] = ()
    agreements: Sequence[Agreement] = ()
    focus_areas: Sequence[FocusArea] = ()
    themes: Mapping[UUID, Theme] = field(default_factory=dict)
    supervision: Sequence[HeightenedSupervision] = ()
    supervised: frozenset[UUID] = frozenset()  # successors that are under heightened supervision themselves
    dialogues: Sequence[Dialogue] = ()
    follow_ups: Sequence[FollowUp] = ()
    observations: Sequence[Observation] = ()

    def open_things(self) -> dict[Key, Open]:
        """What is open there."""
        found: dict[Key, Open] = {}
        found |= {(Carried.agreements, agreement.id): agreement for agreement in self.agreements}
        found |= {(Carried.focus_areas, focus_area.id): focus_area for focus_area in self.focus_areas}
        return found | {(Carried.heightened_supervision, one.id): one for one in self.supervision}


def heirs(said: InstitutionClose, open_things: Mapping[Key, Open]) -> dict[Key, UUID | None]:
    """Which successor takes each open thing; None: it is closed with the reason.

    An agreement between the two sides of a follow-up ends with them, and is not shown to the successor's.
    """
    first = said.successor_ids[0] if said.successor_ids else None
    named = {(one.resource, one.id): one.successor_id for one in said.carry}
    between_two = {key for key, thing in open_things.items() if isinstance(thing, Agreement) and not thing.shared}
    return {key: None if key in between_two else named.get(key, first) for key in open_things}


def check_closable(estate: Estate, today: date) -> list[Fault]:
    """What stands in the way of closing an institution, however it is closed."""
    if estate.closed:
        return [Fault(INSTITUTION_CLOSED)]
    return [Fault(DEPARTMENTS_OPEN)] if any(not _closed(department, today) for department in estate.departments) else []


def check_close(estate: Estate, said: InstitutionClose, today: date) -> list[Fault]:
    """Everything that stands in the way of closing an institution like this."""
    institution, on = estate.institution, said.on or today
    faults = check_closable(estate, today)
    if estate.closed:
        return faults
    if on > today:
        faults.append(Fault(INVALID_INPUT, pointer="/on", code="out-of-bounds", detail=_AHEAD))
    faults += [
        Fault(check_day.kind, pointer="/on", code=check_day.code, detail=check_day.detail)
        for check_day in check_days(institution.active_from, on)
    ]
    return faults + _check_successors(estate, said, today) + _check_carry(estate, said)


def _closed(institution: Institution, day: date) -> bool:
    return institution.active_until is not None and institution.active_until <= day


def _check_successors(estate: Estate, said: InstitutionClose, today: date) -> list[Fault]:
    faults: list[Fault] = []
    known = {successor.id: successor for successor in estate.successors}
    for index, id in enumerate(said.successor_ids):
        at = f"/successor_ids/{index}"
        if id == estate.institution.id:
            faults.append(Fault(INVALID_INPUT, pointer=at, code="itself", detail=_ITSELF))
        elif id in said.successor_ids[:index]:
            faults.append(Fault(INVALID_INPUT, pointer=at, code="named-twice", detail=_TWICE))
        elif id not in known:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=at))
        else:
            faults += check_open(known[id], today, at)
    return faults


def _check_carry(estate: Estate, said: InstitutionClose) -> list[Fault]:
    faults: list[Fault] = []
    seen, open_things = set[Key](), estate.open_things()
    for index, one in enumerate(said.carry):
        key, at = (one.resource, one.id), f"/carry/{index}"
        if key in seen:
            faults.append(Fault(INVALID_INPUT, pointer=f"{at}/id", code="named-twice", detail=_TWICE))
        elif key not in open_things:
            faults.append(Fault(UNKNOWN_REFERENCE, pointer=f"{at}/id", detail=_NOT_OPEN_HERE))
        if one.successor_id is not None and one.successor_id not in said.successor_ids:
            detail = _NO_SUCCESSOR
            faults.append(Fault(INVALID_INPUT, pointer=f"{at}/successor_id", code="not-a-successor", detail=detail))
        seen.add(key)
    return faults + _check_heirs(estate, said)


def _check_heirs(estate: Estate, said: InstitutionClose) -> list[Fault]:
    """A focus area goes to a kind that its theme addresses; heightened supervision to who is not under it."""
    known = {successor.id: successor for successor in estate.successors}
    places = {(one.resource, one.id): f"/carry/{index}/successor_id" for index, one in enumerate(said.carry)}
    goes, faults = heirs(said, estate.open_things()), []
    for focus_area in estate.focus_areas:
        key = (Carried.focus_areas, focus_area.id)
        to = goes[key]
        heir = None if to is None else known.get(to)
        if heir is not None and heir.kind not in estate.themes[focus_area.theme_id].kinds:
            faults.append(Fault(THEME_NOT_FOR_THIS_KIND, pointer=places.get(key, "/successor_ids/0")))
    for supervision in estate.supervision:
        key = (Carried.heightened_supervision, supervision.id)
        if goes[key] in estate.supervised:
            faults.append(Fault(SUPERVISED_ALREADY, pointer=places.get(key, "/successor_ids/0")))
    return faults


def check_reopen(institution: Institution, today: date) -> list[Fault]:
    """A fault unless it is closed."""
    return [] if _closed(institution, today) else [Fault(WRONG_STATE, detail=_NOT_CLOSED)]
