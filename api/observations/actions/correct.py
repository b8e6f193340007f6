"""What is mended of an observation later: corrections beside it, words taken out of it; each by who wrote them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from pydantic import BeforeValidator
from sqlalchemy import Uuid, and_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.core import clock
from api.core.field_types import CalendarDate, EnumValue, FreeText
from api.core.problems import INVALID_INPUT, NOT_ALLOWED, UNKNOWN_REFERENCE, WRONG_STATE, Fault, Problem, raise_faults
from api.core.problems import LocalizedText as Sentence
from api.journal.record import change
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Reply
from api.observations.queries.observers import REPLIES, WRITES_FEEDBACK
from api.observations.queries.visible import PLANS, by_ids, points_said
from api.observations.schemas import ObservationCorrection, ObservationRedact, RedactableFeedback
from api.redaction import pinned_evidence as pinned
from api.redaction.corrections import correct, corrected_value, corrections_and_reasons, redact_corrections
from api.redaction.redact import redact_text


def _whole(value: object) -> object:
    """A correction's number is read as any number; a level is a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_OF_THE_PLAN: Final[Mapping[str, Any]] = {"observed_on": CalendarDate, "oral_feedback_on": CalendarDate | None}
_OF_THE_REPLY: Final[Mapping[str, Any]] = {"reply": EnumValue[Reply], "reply_text": FreeText | None}
_OF_THE_FEEDBACK: Final[Mapping[str, Any]] = {"feedback": FreeText}
_OF_A_POINT: Final[Mapping[str, Any]] = {"text": FreeText, "level": Annotated[int, BeforeValidator(_whole)] | None}
OF_WHAT_WAS_SEEN: Final = frozenset({*_OF_THE_REPLY, *_OF_THE_FEEDBACK, *_OF_A_POINT})
"""Fields whose corrections are shown to those only who read the feedback."""
_NO_SUCH_FIELD = Sentence("This field is not corrected here.", "Dette felt rettes ikke her.")
_NO_SUCH_PART = Sentence("The feedback has no point with this id.", "Feedbacken har intet punkt med dette id.")
_NO_FEEDBACK = Sentence("There is no feedback (any more).", "Der er ingen feedback (længere).")
_NO_REPLY = Sentence("The institution has not replied.", "Tilbuddet har ikke svaret.")
_NOT_YET = Sentence("The observation has not taken place.", "Observationen har ikke fundet sted.")
_NO_SUCH_LEVEL = Sentence("The point has no such level.", "Punktet har ikke dette trin.")


class Hands(NamedTuple):
    """What of an observation the caller has written, and so may mend.

    Once feedback is shared it is nobody's to say otherwise; words are taken out of it by who answers for the house.
    """

    plan: bool
    feedback: bool
    reply: bool
    words: bool


async def hands_of(session: AsyncSession, scope: Mapping[str, Any], id: UUID) -> Hands:
    """What of an observation the caller may mend."""
    at = col(Observation.institution_id)
    replies = reach.within(at, REPLIES)
    words = or_(WRITES_FEEDBACK, and_(col(Observation.status) == ObservationStatus.shared.value, replies))
    asked = select(reach.within(at, PLANS), WRITES_FEEDBACK, replies, words)
    found = await session.execute(asked.where(col(Observation.id) == literal(id, Uuid())), dict(scope))
    return Hands(*(bool(one) for one in found.one()))


def _fields(said: ObservationCorrection, hands: Hands) -> Mapping[str, Any]:
    """The fields that the caller may correct at this place; raises `not-allowed` for one that others wrote."""
    places: list[tuple[Mapping[str, Any], bool]] = [
        (_OF_THE_PLAN, hands.plan),
        (_OF_THE_FEEDBACK, hands.feedback),
        (_OF_THE_REPLY, hands.reply),
    ]
    if said.part_id is not None:
        places = [(_OF_A_POINT, hands.feedback)]
    for fields, mine in places:
        if said.field in fields:
            if not mine:
                raise Problem(NOT_ALLOWED)
            return fields
    raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))


def _check_there(observation: Observation, field: str) -> list[Fault]:
    """A fault if there is nothing to correct yet."""
    if field in _OF_THE_PLAN:
        return [] if observation.observed_on else [Fault(WRONG_STATE, detail=_NOT_YET)]
    if field in _OF_THE_REPLY:
        return [] if observation.reply else [Fault(WRONG_STATE, detail=_NO_REPLY)]
    told = observation.status in (ObservationStatus.fed_back, ObservationStatus.shared)
    return [] if told else [Fault(WRONG_STATE, detail=_NO_FEEDBACK)]


async def _point(session: AsyncSession, observation: Observation, id: UUID | None) -> FeedbackPoint | None:
    if id is None:
        return None
    found = next((one for one in await points_said(session, observation.id) if one.id == id), None)
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
    return found


def correction_faults(hands: Hands, observation: Observation) -> list[Fault]:
    """What stands in the way of correcting anything of an observation: nothing of it is the caller's, or there yet."""
    mine = [(hands.plan, "observed_on"), (hands.feedback, "feedback"), (hands.reply, "reply")]
    found = [_check_there(observation, field) for hand, field in mine if hand]
    return min(found, key=len) if found else [Fault(NOT_ALLOWED)]


def redaction_faults(hands: Hands) -> list[Fault]:
    """What stands in the way of taking words out of an observation: none of them are the caller's."""
    return [] if hands.plan or hands.reply or hands.words else [Fault(NOT_ALLOWED)]


async def correct_observation(
    session: AsyncSession, caller: Caller, hands: Hands, observation: Observation, said: ObservationCorrection
) -> None:
    """Let a correction stand beside an observation; with `becomes` it replaces what was said."""
    fields = _fields(said, hands)
    raise_faults(_check_there(observation, said.field))
    point = await _point(session, observation, said.part_id)
    becomes, replace = corrected_value(fields, said), "becomes" in said.model_fields_set
    if replace and said.field in _OF_THE_PLAN:
        days = {"observed_on": observation.observed_on, "oral_feedback_on": observation.oral_feedback_on}
        days[said.field] = becomes
        found = rules.check_days(days["observed_on"] or clock.today(), days["oral_feedback_on"], clock.today())
        raise_faults(Fault(one.kind, "/becomes", code=one.code, detail=one.detail) for one in found)
    if replace and said.field == "level" and point is not None:
        await _check_level(session, observation, point, becomes)
    await correct(session, caller, observation, said.field, said.reason, becomes=becomes, replace=replace, part=point)


async def _check_level(session: AsyncSession, observation: Observation, point: FeedbackPoint, level: Any) -> None:
    guide: ObservationGuide = (await by_ids(session, ObservationGuide, [observation.guide_id]))[observation.guide_id]
    scale = next((one["scale"] for one in guide.points if one["key"] == point.key), None)
    fits = level in range(1, len(scale) + 1) if scale else level is None
    raise_faults([] if fits else [Fault(INVALID_INPUT, "/becomes", code="out-of-bounds", detail=_NO_SUCH_LEVEL)])


async def redact_observation(
    session: AsyncSession, caller: Caller, hands: Hands, observation: Observation, said: ObservationRedact
) -> None:
    """Take words out of an observation, wherever they are kept; the reason stands in their place."""
    mine = {RedactableFeedback.purpose: hands.plan, RedactableFeedback.reply_text: hands.reply}
    if not all(mine.get(field, hands.words) for field in said.fields):
        raise Problem(NOT_ALLOWED)
    names = [field.value for field in said.fields if field is not RedactableFeedback.points]
    why = {"redaction_reason": said.reason, "redacted_on": clock.today()}
    values: dict[str, Any] = dict.fromkeys(names) | why
    points = await points_said(session, observation.id) if RedactableFeedback.points in said.fields else []
    words = [*(getattr(observation, name) for name in names), *(point.text for point in points)]
    for point in points:
        point.text = None
    await change(session, caller, observation, values, "redacted", beside=["points"] if points else [])
    await redact_corrections(session, observation.id, [*names, *(["text"] if points else [])])
    copied = [_COPIED_AS.get(field, field.value) for field in said.fields]
    await pinned.redact_pinned_fields(session, [observation.id], copied, why)
    await redact_text(session, caller, words, but=[observation.id])


_COPIED_AS: Final[Mapping[RedactableFeedback, str]] = {
    RedactableFeedback.feedback: "text",
    RedactableFeedback.points: "points.text",
}
"""What the words are called where they are evidence."""


async def mended(session: AsyncSession, row: Mapping[str, Any]) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The corrections of an observation that is answered: of its feedback to those only who read that."""
    found = (await corrections_and_reasons(session, row["id"]))["corrections"]
    reads = row["points"] is not None
    return {"corrections": [one for one in found if reads or one["field"] not in OF_WHAT_WAS_SEEN]}
