"""Where the service itself wrote somebody's words again, in another thing: they go with where they were first said.

However short they are: a text that stands where the service copies to, and says the very same, is that copy.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.agreements.models import Agreement, AgreementTurn
from api.closures.models import Closure
from api.consultations.models import Consultation, Tally
from api.core.danish_collation import danish_key
from api.data_packages.models import DataPackage
from api.db.columns import ResourceModel
from api.dialogues.models import Dialogue
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision, SupervisionGround
from api.institutions.models import Institution
from api.observation_guides.models import ObservationGuide
from api.observations.models import FeedbackPoint, Observation
from api.privacy.queries.redactable_fields import TextField
from api.redaction.models import Correction
from api.redaction.stored_text import REDACTED, bump_versions, owners_of
from api.stakeholder_input.models import Input

Tie = Callable[[Any], ColumnElement[bool]]


class Copy(NamedTuple):
    """A field to which words are copied, and what ties its rows to the thing that says them first."""

    table: Any
    field: str
    tie: Tie


def _of_institution(table: Any) -> Tie:
    return lambda institution: col(table.institution_id) == institution.id


def _editions(guide: ObservationGuide) -> ColumnElement[bool]:
    return col(ObservationGuide.series_id) == guide.series_id


def _fed_back(guide: ObservationGuide) -> ColumnElement[bool]:
    editions = select(col(ObservationGuide.id)).where(_editions(guide))
    fed_back = select(col(Observation.id)).where(col(Observation.guide_id).in_(editions))
    return col(FeedbackPoint.observation_id).in_(fed_back)


def _revisions(package: DataPackage) -> ColumnElement[bool]:
    return (col(DataPackage.kind) == package.kind) & (col(DataPackage.half_year) == package.half_year)


def _agreed(institution: ResourceModel) -> ColumnElement[bool]:
    mine = select(col(Agreement.id)).where(col(Agreement.institution_id) == institution.id)
    return col(AgreementTurn.agreement_id).in_(mine)


def _tallied(consultation: Consultation) -> ColumnElement[bool]:
    """What was chosen; a smiley is counted by its number, which is nobody's word."""
    counted = select(col(Input.id)).where(col(Input.consultation_id) == consultation.id)
    of_choices = [question["key"] for question in consultation.questions if question.get("choices")]
    return col(Tally.input_id).in_(counted) & col(Tally.question).in_(of_choices)


def _grounds(supervision: HeightenedSupervision) -> ColumnElement[bool]:
    return col(SupervisionGround.heightened_supervision_id) == supervision.id


def _corrected(supervision: HeightenedSupervision) -> ColumnElement[bool]:
    """The corrections of the follow-ups that opened, deepened or closed it."""
    origins = select(col(SupervisionGround.origin_id)).where(_grounds(supervision))
    ends = {supervision.origin_id, supervision.closing_origin_id} - {None}
    return or_(col(Correction.thing_id).in_(origins), col(Correction.thing_id).in_(ends))


_CONCERN: Final = (
    Copy(HeightenedSupervision, "reason", lambda supervision: col(HeightenedSupervision.id) == supervision.id),
    Copy(SupervisionGround, "reason", _grounds),
    Copy(Correction, "reason", _corrected),
)
COPIES: Final[Mapping[tuple[type[ResourceModel], Any, str], tuple[Copy, ...]]] = {
    (Consultation, Consultation, "questions"): (
        Copy(Input, "question", lambda consultation: col(Input.consultation_id) == consultation.id),
    ),
    (Consultation, Consultation, "questions.choices"): (Copy(Tally, "value", _tallied),),
    (DataPackage, DataPackage, "title"): (Copy(DataPackage, "title", _revisions),),
    (FollowUp, Correction, "reason"): (
        Copy(HeightenedSupervision, "reason", lambda one: col(HeightenedSupervision.origin_id) == one.id),
        Copy(HeightenedSupervision, "closing", lambda one: col(HeightenedSupervision.closing_origin_id) == one.id),
        Copy(SupervisionGround, "reason", lambda one: col(SupervisionGround.origin_id) == one.id),
    ),
    (HeightenedSupervision, HeightenedSupervision, "reason"): _CONCERN,
    (HeightenedSupervision, SupervisionGround, "reason"): _CONCERN,
    (HeightenedSupervision, HeightenedSupervision, "closing"): (Copy(Correction, "reason", _corrected),),
    (Institution, Closure, "reason"): (
        Copy(AgreementTurn, "note", _agreed),
        Copy(FocusArea, "outcome", _of_institution(FocusArea)),
        Copy(HeightenedSupervision, "closing", _of_institution(HeightenedSupervision)),
        *(Copy(table, "cancellation", _of_institution(table)) for table in (Dialogue, FollowUp, Observation)),
    ),
    **{
        (ObservationGuide, ObservationGuide, field): (Copy(ObservationGuide, field, _editions),)
        for field in ("title", "learning_environment", "look_for")
    },
    (ObservationGuide, ObservationGuide, "points"): (
        Copy(ObservationGuide, "points", _editions), Copy(FeedbackPoint, "title", _fed_back),
    ),
    (ObservationGuide, ObservationGuide, "points.scale"): (Copy(ObservationGuide, "points", _editions),),
}  # fmt: skip
"""By the thing, and the table of what of it is said first and what that is called."""


def redaction_mark(reason: str, length: int | None, number: int | None = None) -> str:
    """What stands where words were, in a field that always says something: that they are gone, and why."""
    gone = "fjernet" if number is None else f"fjernet {number}"
    return f"[{gone}: {reason}"[: (length or 10_000) - 1] + "]"


def texts_in_field(spot: TextField, was: Any) -> list[str]:
    """What a field said: its text, what its questions or points ask, or its labels; each once, in order."""
    if isinstance(was, str):
        return [was]
    said: list[str] = []
    for one in was or ():
        asked = [one] if isinstance(one, str) else [one.get(name) for name in _members(spot)]
        for value in asked:
            said += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return list(dict.fromkeys(said))


_ASKED: Final = ("text", "title", "prompt")
_LABEL: Final = 64


def _members(spot: TextField) -> tuple[str, ...]:
    return _ASKED if spot.labels is None else (spot.labels,)


def replacements(spot: TextField, said: Collection[str], reason: str, length: int | None = 200) -> dict[str, str]:
    """What stands in the place of each text that goes. Labels are numbered, so that they stay apart."""
    if spot.labels is None:
        return dict.fromkeys(said, redaction_mark(reason, length))
    return {text: redaction_mark(reason, _LABEL, number) for number, text in enumerate(said, 1)}


def replace_text(spot: TextField, value: Any, instead: Mapping[str, str]) -> Any:
    """Questions, points or labels without what goes: their keys and sorts stay."""

    def put(said: Any) -> Any:
        if isinstance(said, list):
            return [put(one) for one in said]
        return instead.get(said, said) if isinstance(said, str) else said

    if not isinstance(value, list):
        return put(value)
    return [
        {**one, **{name: put(one[name]) for name in _members(spot) if name in one}}
        if isinstance(one, dict)
        else put(one)
        for one in value
    ]


async def redact_copies(
    session: AsyncSession, caller: Caller, thing: ResourceModel, first: Any, spot: TextField, reason: str
) -> set[UUID]:
    """Let the copies of what a field of `first` says tell that it was taken out, and why; answers whose they are."""
    said, owners = texts_in_field(spot, getattr(first, spot.field)), dict[type[ResourceModel], set[UUID]]()
    name = spot.field if spot.labels is None else spot.name
    for copy in COPIES.get((type(thing), spot.table, name), ()):
        for row in (await session.execute(select(copy.table).where(copy.tie(thing)))).scalars().all():
            if row is not first and _mend(row, copy, spot, said, reason):
                table = copy.table.__table__
                for kind, id in owners_of(table, {column.name: getattr(row, column.name) for column in table.columns}):
                    owners.setdefault(kind, set()).add(id)
    await session.flush()
    for kind, ids in owners.items():
        await bump_versions(session, caller, kind, ids - {thing.id}, REDACTED)
    return {id for ids in owners.values() for id in ids}


def _mend(row: Any, copy: Copy, spot: TextField, said: Collection[str], reason: str) -> bool:
    """Whether a row said so, and does not any more."""
    value, column = getattr(row, copy.field), copy.table.__table__.c[copy.field]
    length = 200 if copy.table is Input or isinstance(value, list) else getattr(column.type, "length", None)
    becomes = replace_text(spot, value, replacements(spot, said, reason, length))
    if becomes == value:
        return False
    setattr(row, copy.field, becomes)
    if hasattr(row, f"{copy.field}_key"):
        setattr(row, f"{copy.field}_key", danish_key(becomes))
    return True
