"""The things of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from sammen.thing import Model


class ActionPublic(Model):
    """
    An action of the plan as it is answered.
    """

    id: UUID
    """
    The action that is said anew; absent for a new one.
    """
    text: str | None
    """
    What is done; null where it was taken out.
    """
    responsible: str
    """
    Who does it.
    """
    due_on: date
    """
    By when.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    What became of it.
    """
    overdue: bool
    """
    Open, and its day has passed (Danish civil time).
    """
    note: str | None
    """
    What was done, or why it was dropped.
    """


class ActionShape(Model):
    """
    An action of the plan.
    """

    id: UUID | None = None
    """
    The action that is said anew; absent for a new one.
    """
    text: str
    """
    What is done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when.
    """
    status: Literal["open", "done", "dropped"] | str | None = "open"
    """
    What became of it.
    """
    note: str | None = None
    """
    What was done, or why it was dropped.
    """


class AgreementCounts(Model):
    """
    How many agreements stand where.
    """

    open: int
    """
    Still to be done.
    """
    done: int
    """
    Done.
    """
    dropped: int
    """
    Dropped.
    """


class AgreementCreate(Model):
    """
    A new agreement, as a conversation makes it.
    """

    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when; not before the conversation.
    """
    focus_area_id: UUID | None = None
    """
    The focus area that it serves, if one.
    """


class AgreementNote(Model):
    """
    A turn's note.
    """

    note: str | None = None
    """
    What was done, or why it is dropped or open again.
    """


class AgreementPublic(Model):
    """
    An agreement as it is answered in a list.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    """
    The focus area that it serves, if one.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when; not before the conversation.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    The state that it is in.
    """
    overdue: bool
    """
    Open, and its day has passed (Danish civil time).
    """
    shared: bool
    """
    false: a follow-up's, between its two sides.
    """


class AgreementTurnPublic(Model):
    """
    One turn of an agreement as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    turn: Literal["continued", "done", "dropped", "reopened"] | str
    """
    What became of it.
    """
    note: str | None
    """
    What was said about it.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str | None
    """
    The sort of conversation that took it up; null outside of one.
    """
    origin_id: UUID | None
    """
    That conversation.
    """
    author_name: str | None
    """
    Who wrote the turn.
    """
    at: AwareDatetime
    """
    When it was written.
    """


class AgreementUpdate(Model):
    """
    What changes about an open agreement (JSON merge patch).
    """

    text: str | None = None
    """
    What is to be done.
    """
    responsible: str | None = None
    """
    Who does it: a name or a function.
    """
    due_on: date | None = None
    """
    By when; a new day is not one that has passed.
    """


class AgreementWhole(Model):
    """
    A single agreement, with what became of it.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    """
    The focus area that it serves, if one.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when; not before the conversation.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    The state that it is in.
    """
    overdue: bool
    """
    Open, and its day has passed (Danish civil time).
    """
    shared: bool
    """
    false: a follow-up's, between its two sides.
    """
    turns: list[AgreementTurnPublic]
    """
    Its turns, oldest first.
    """


class AnswerTaken(Model):
    """
    Thank you.
    """

    taken: bool
    """
    true: the answer was taken.
    """


class AskedQuestion(Model):
    """
    A question as who prepares the consultation reads it.
    """

    key: str
    """
    Names the question in answers; unique in the consultation.
    """
    text: str
    """
    The question, in words for those who answer.
    """
    type: Literal["smiley", "choice", "text"] | str
    """
    How it is answered.
    """
    choices: list[str] | None
    """
    What can be chosen from; for a `choice` only.
    """
    voices: list[
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    ]
    """
    Who is asked.
    """


class Before(Model):
    """
    The latest earlier period of the same length.
    """

    id: UUID
    """
    Its id.
    """
    period: str
    """
    The earlier period.
    """
    value: float | None
    """
    Null where it is missing or withheld.
    """
    n: int | None
    """
    How many persons it rests on; null where that is withheld.
    """
    standard_error: float | None
    """
    Null where it is not known, or withheld.
    """
    status: Literal["reported", "provisional", "missing", "suppressed"] | str
    """
    The state that it is in.
    """


class CalendarMade(Model):
    """
    The new address of the caller's calendar.
    """

    path: str
    """
    Where the calendar is read, below this service's own address.
    """
    made_at: AwareDatetime
    """
    When it was made.
    """


class CalendarPublic(Model):
    """
    Whether the caller's calendar has an address; the address itself is told once, when it is made.
    """

    has_address: bool
    """
    Whether an address is in use.
    """
    made_at: AwareDatetime | None
    """
    When it was made.
    """


class CarriedPublic(Model):
    """
    What became of one thing that was open.
    """

    resource: Literal["agreements", "focus-areas", "heightened-supervision"] | str
    """
    What it is.
    """
    id: UUID
    """
    Which one.
    """
    successor_id: UUID | None
    """
    The successor that took it; null: it was closed with the reason.
    """


class CarryShape(Model):
    """
    Where one open thing goes.
    """

    resource: Literal["agreements", "focus-areas", "heightened-supervision"] | str
    """
    What it is.
    """
    id: UUID
    """
    Which one.
    """
    successor_id: UUID | None
    """
    The successor that takes it; null: it is closed with the reason.
    """


class ChoiceCount(Model):
    """
    How many people chose something; null where that is withheld.
    """

    choice: str
    """
    What could be chosen.
    """
    people: int | None
    """
    How many chose it.
    """


class Citation(Model):
    """
    A piece of evidence, as it is cited.
    """

    kind: Literal["measurement", "observation", "stakeholder_input"] | str
    """
    Which kind of evidence.
    """
    id: UUID
    """
    The measurement, observation or input.
    """


class CitationPublic(Model):
    """
    A piece of evidence, as it is cited.
    """

    kind: Literal["measurement", "observation", "stakeholder_input"] | str
    """
    What it is.
    """
    id: UUID
    """
    Its id.
    """


class ClientCreate(Model):
    """
    A machine that is to sign in; its secret is made by the service and shown once.
    """

    name: str
    """
    Which system it is, and whose.
    """
    active: bool | None = True
    """
    Whether it may sign in.
    """


class ClientPublic(Model):
    """
    A machine as it is shown; its id is the `client_id` that it signs in with.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Which system it is, and whose.
    """
    active: bool
    """
    Whether it may sign in.
    """


class ClientUpdate(Model):
    """
    What changes about a machine (JSON merge patch); `active: false` signs it out at once.
    """

    name: str | None = None
    """
    Which system it is, and whose.
    """
    active: bool | None = None
    """
    Whether it may sign in.
    """


class ClientWithSecret(Model):
    """
    A machine with its new secret, which is shown this once.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Which system it is, and whose.
    """
    active: bool
    """
    Whether it may sign in.
    """
    secret: str
    """
    The `client_secret`: keep it now, it is not shown again.
    """


class CommentPublic(Model):
    """
    What the parent board said, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    text: str | None
    """
    The parent board's words; null where taken out.
    """
    author_name: str
    """
    Who.
    """
    at: AwareDatetime
    """
    When.
    """


class CommentShape(Model):
    """
    What the parent board says.
    """

    text: str
    """
    The parent board's words.
    """


class ConsultationExtend(Model):
    """
    A consultation that stays open longer.
    """

    closes_on: date
    """
    The day from which none is taken any more.
    """


class ConsultationPublic(Model):
    """
    A consultation as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    unit_id: UUID
    """
    The institution or district that it covers, or the municipality.
    """
    unit_name: str
    """
    What that is called.
    """
    unit_kind: Literal["municipality", "district", "institution", "department"] | str
    """
    What that is.
    """
    title: str
    """
    What it is called.
    """
    purpose: str
    """
    What the answers are for, in words for those who answer.
    """
    privacy_notice: str
    """
    What is kept of an answer and who reads it, in words for those who answer.
    """
    questions: list[AskedQuestion]
    """
    What is asked, in this order.
    """
    theme_id: UUID | None
    """
    The decided theme that it is about; it asks at institutions of the theme's kinds only.
    """
    theme_title: str | None
    """
    The title of its theme.
    """
    opens_on: date
    """
    The day from which answers are taken.
    """
    closes_on: date
    """
    The day from which none is taken any more.
    """
    state: Literal["planned", "open", "closed"] | str
    """
    Where it stands today.
    """


class CorrectionCreate(Model):
    """
    A correction beside a thing; `becomes` replaces what the field says, where the field may be replaced.
    """

    field: str
    """
    The field that is corrected.
    """
    becomes: str | float | bool | None = None
    """
    What it should say; absent for words alone.
    """
    reason: str
    """
    Why.
    """


class CorrectionPublic(Model):
    """
    A correction as it is shown with its thing.
    """

    id: UUID
    """
    Its id.
    """
    part_id: UUID | None
    """
    What in the thing it is about; null: the thing itself.
    """
    field: str
    """
    The field that was corrected.
    """
    was: Any
    """
    What the field said before.
    """
    becomes: Any
    """
    What it says since.
    """
    reason: str
    """
    Why.
    """
    author_name: str
    """
    Who.
    """
    at: AwareDatetime
    """
    When.
    """


class Counts(Model):
    """
    How many lines would do what, or did.
    """

    create: int
    """
    Lines that make a new thing.
    """
    update: int
    """
    Lines that change a thing.
    """
    unchanged: int
    """
    Lines that say what is so already.
    """
    rejected: int
    """
    Lines that cannot be carried out; each says why.
    """


class CycleExtend(Model):
    """
    How long a running cycle is to last.
    """

    ends_on: date
    """
    The new day after its last; half-years that it gains become rounds.
    """


class DecisionPublic(Model):
    """
    What was decided about a focus area, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    focus_area_id: UUID
    """
    The focus area.
    """
    focus_area_title: str
    """
    The title of its focus area.
    """
    decision: Literal["choose", "continue", "adjust", "complete", "drop", "resume"] | str
    """
    What is decided.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs are seen.
    """
    note: str | None
    """
    Why, and how.
    """


class DecisionShape(Model):
    """
    What is decided about a focus area.
    """

    focus_area_id: UUID
    """
    The focus area.
    """
    decision: Literal["choose", "continue", "adjust", "complete", "drop", "resume"] | str
    """
    What is decided.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None = None
    """
    How far its signs are seen.
    """
    note: str | None = None
    """
    Why, and how.
    """
    outcome: str | None = None
    """
    What came of the focus area; kept with it.
    """


class DevelopmentCounts(Model):
    """
    How many focus areas have come how far, as their latest dialogues judged.
    """

    none: int
    """
    No signs seen.
    """
    some: int
    """
    Some signs seen.
    """
    clear: int
    """
    Clear signs seen.
    """
    reached: int
    """
    The goal is reached.
    """


class DialogueCancel(Model):
    """
    Why a dialogue does not take place.
    """

    reason: str
    """
    Why; kept with the dialogue.
    """


class DialogueCorrection(Model):
    """
    A correction beside a held dialogue: of the dialogue itself or, with `part_id`, of something in it.
    """

    field: str
    """
    The field that is corrected.
    """
    becomes: str | float | bool | None = None
    """
    What it should say; absent for words alone.
    """
    reason: str
    """
    Why.
    """
    part_id: UUID | None = None
    """
    The decision, circle entry or participant that is corrected.
    """


class DialogueLine(Model):
    """
    A dialogue as it is answered in a list: its planning.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    cycle_id: UUID
    """
    The id of its cycle.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    round: int
    """
    The cycle's round, from 1.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime
    """
    When it ends.
    """
    place: str | None
    """
    Where it takes place.
    """
    case_reference: str | None
    """
    The case in the municipality's case system.
    """
    data_holder_id: UUID | None
    """
    The id of its data holder.
    """
    data_holder_name: str | None
    """
    The name of its data holder.
    """
    meeting_id: UUID | None
    """
    Shared by the dialogues of institutions that meet at once.
    """
    school_development_talk: bool
    """
    Whether it is the year's school development talk, too (schools only).
    """
    parent_representative_invited: bool | None
    """
    Whether a parent representative was invited to the school development talk (schools only).
    """
    status: Literal["planned", "held", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    held_on: date | None
    """
    The day on which it was held.
    """
    prompts_number: int | None
    """
    The revision of the circle's prompts that it was held by.
    """


class DialogueRedact(Model):
    """
    Words are taken out of a dialogue; their place and the reason remain.
    """

    part_id: UUID | None = None
    """
    The circle entry, decision (its note) or participant (their name); null: why it is cancelled.
    """
    reason: str
    """
    Why. It is shown with the dialogue: nothing of what is taken out.
    """


class DialogueReopen(Model):
    """
    A cancelled dialogue that is planned again.
    """

    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`outside-the-round`), by its code.
    """


class DialogueRoundPublic(Model):
    """
    Dialogues that were planned at once.
    """

    items: list[DialogueLine]
    """
    The dialogues, in the order that was asked for.
    """


class EntryPublic(Model):
    """
    Something written at a step of the circle, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    step: Literal["challenge", "data", "analysis", "goal", "action", "evaluation"] | str
    """
    The step that it belongs to.
    """
    focus_area_id: UUID | None
    """
    The focus area that it concerns; null: all of them.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    text: str | None
    """
    What is said; null: it was taken out.
    """
    cited: list[CitationPublic]
    """
    The evidence that it rests on.
    """


class EntryShape(Model):
    """
    Something that is written at a step of the circle.
    """

    step: Literal["challenge", "data", "analysis", "goal", "action", "evaluation"] | str
    """
    The step that it belongs to.
    """
    focus_area_id: UUID | None = None
    """
    The focus area that it concerns; null: all of them.
    """
    text: str
    """
    What is said.
    """
    cited: list[Citation] | None = Field([], validate_default=True)
    """
    The evidence that it rests on.
    """


class ExternalIdPublic(Model):
    """
    What one other system calls a thing.
    """

    system: str
    """
    The other system.
    """
    id: str
    """
    The thing's id there.
    """


class ExternalIdShape(Model):
    """
    What one other system calls a thing.
    """

    system: str
    """
    The other system, such as `stil` or `kmd-elev`.
    """
    id: str
    """
    The thing's id there.
    """


class FeedbackPointPublic(Model):
    """
    What is said at one point of the guide, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    key: str
    """
    The guide's point.
    """
    title: str
    """
    What the point is about.
    """
    text: str | None
    """
    What was seen; null: it was taken out.
    """
    level: int | None
    """
    Its place on the point's scale.
    """


class FirstPassword(Model):
    """
    A first password, which somebody else thought of, and the one that is to stand in its place.
    """

    username: str
    """
    Whose it is.
    """
    first: str
    """
    The one that an administrator gave.
    """
    new: str
    """
    12 to 256 characters, not a common one, without the username; never shown again.
    """


class FlagCounts(Model):
    """
    How many institutions have each flag.
    """

    dialogue_overdue: int
    """
    A dialogue is overdue.
    """
    no_focus_area: int
    """
    No focus area in the running cycle.
    """
    one_sided_evidence: int
    """
    Figures only, or voices only.
    """
    no_child_voice: int
    """
    No child is heard.
    """
    no_parent_voice: int
    """
    No parent is heard.
    """
    agreement_overdue: int
    """
    An agreement's day has passed.
    """
    follow_up_overdue: int
    """
    A follow-up is due.
    """
    action_plan_missing: int
    """
    A serious concern has no plan.
    """
    heightened_supervision: int
    """
    Heightened supervision is open.
    """


class FocusAreaCreate(Model):
    """
    A proposed focus area.
    """

    challenge: str | None = None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None = None
    """
    What is to become better.
    """
    signs: str | None = None
    """
    What will be seen when it works.
    """
    continues_id: UUID | None = None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str | None = "own"
    """
    Who else may read it.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str | None = "proposed"
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    institution_id: UUID
    """
    The institution that is to work on it.
    """
    theme_id: UUID
    """
    The decided theme that it leans on.
    """
    title: str
    """
    What it is called.
    """


class FocusAreaPublic(Model):
    """
    A focus area as it is answered; who reads it as shared with the city does not see its development.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution that is to work on it.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    theme_id: UUID
    """
    The decided theme that it leans on.
    """
    theme_title: str
    """
    The title of its theme.
    """
    cycle_id: UUID
    """
    The id of its cycle.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    title: str
    """
    What it is called.
    """
    challenge: str | None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None
    """
    What is to become better.
    """
    signs: str | None
    """
    What will be seen when it works.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    outcome: str | None
    """
    What came of it.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs are seen, by the latest dialogue.
    """
    continues_id: UUID | None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str
    """
    Who else may read it.
    """


class FocusAreaUpdate(Model):
    """
    What changes about a focus area that is proposed or chosen (JSON merge patch).
    """

    challenge: str | None = None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None = None
    """
    What is to become better.
    """
    signs: str | None = None
    """
    What will be seen when it works.
    """
    continues_id: UUID | None = None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str | None = None
    """
    Who else may read it.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str | None = None
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it leans on; only while it is proposed.
    """
    title: str | None = None
    """
    What it is called.
    """
    outcome: str | None = None
    """
    What came of it.
    """


class FollowUpCancel(Model):
    """
    Why a follow-up does not take place.
    """

    reason: str
    """
    Why; kept with the follow-up, and read by all who see that it was planned.
    """


class FollowUpCorrection(Model):
    """
    A correction beside a held follow-up.
    """

    field: str
    """
    The field that is corrected.
    """
    becomes: str | float | bool | None = None
    """
    What it should say; absent for words alone.
    """
    reason: str
    """
    Why.
    """


class FollowUpCreate(Model):
    """
    A new follow-up, planned.
    """

    institution_id: UUID
    """
    The institution.
    """
    leader_id: UUID | None = None
    """
    Who leads the institution on that day; absent: whoever does. None where nobody does.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime | None = None
    """
    When it ends; absent: after the municipality's usual length.
    """


class FollowUpLine(Model):
    """
    A follow-up as it is answered in a list: that and when, and the assessment.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    leader_id: UUID | None
    """
    The leader; null in a vacancy.
    """
    leader_name: str | None
    """
    The name of its leader.
    """
    chief_id: UUID | None
    """
    The chief who is to hold it, or did; null where the district has none.
    """
    chief_name: str | None
    """
    The name of its chief.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime
    """
    When it ends.
    """
    status: Literal["planned", "held", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    held_on: date | None
    """
    The day on which it was held.
    """
    assessment: Literal["no_concern", "concern", "serious_concern"] | str | None
    """
    What it found; null until it is held.
    """
    next_due_on: date | None
    """
    By when the next one is due; null until it is held.
    """


class FollowUpRedact(Model):
    """
    Words are taken out of a follow-up; their place and the reason remain.
    """

    field: Literal["topics", "notes", "cancellation", "remark"] | str
    """
    What is taken out.
    """
    part_id: UUID | None = None
    """
    The remark, where it is one.
    """
    reason: str
    """
    Why. It is shown where the words stood: nothing of what is taken out.
    """


class FollowUpRound(Model):
    """
    Follow-ups planned at once, for a whole district say; all of them, or none.
    """

    follow_ups: list[FollowUpCreate]
    """
    One for each institution.
    """


class FollowUpRoundPublic(Model):
    """
    Follow-ups that were planned at once.
    """

    items: list[FollowUpLine]
    """
    The follow-ups, in the order that was asked for.
    """


class FollowUpUpdate(Model):
    """
    What changes about a planned follow-up (JSON merge patch).
    """

    leader_id: UUID | None = None
    """
    Who leads the institution on that day; null: whoever does.
    """
    planned_for: AwareDatetime | None = None
    """
    When it begins.
    """
    planned_until: AwareDatetime | None = None
    """
    When it ends; absent: after the municipality's usual length.
    """


class GivenAnswer(Model):
    """
    One answer: exactly one of smiley, choice and text, as the question asks.
    """

    key: str
    """
    The question.
    """
    smiley: int | None = None
    """
    From 1, very sad, to 5, very glad.
    """
    choice: str | None = None
    """
    One of the question's choices.
    """
    text: str | None = None
    """
    In one's own words. No names.
    """


class GrantCreate(Model):
    """
    A role for a person (by `person_id`, or `username`) or a machine, at a unit.
    """

    person_id: UUID | None = None
    """
    The person who is to have it.
    """
    username: str | None = None
    """
    The same by username, where the id is not known.
    """
    client_id: UUID | None = None
    """
    The machine that is to have it. See `role-not-for-machines`.
    """
    unit_id: UUID
    """
    Where: the unit and all below it. See `role-not-held-there`.
    """
    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    network: Literal["day_care", "school", "leisure"] | str | None = None
    """
    Which leader network: for `network_member`, only there.
    """
    body: Literal["parent_board", "parents_council", "student_council", "youth_council"] | str | None = None
    """
    Which body: for `board_member`, and only there.
    """
    since_on: date | None = None
    """
    The first day; today unless given.
    """
    until_on: date | None = None
    """
    The day from which it is held no more; null: until further notice.
    """


class GrantPublic(Model):
    """
    A grant as it is shown.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    person_id: UUID | None
    """
    The person who is to have it.
    """
    person_name: str | None
    """
    The name of its person.
    """
    client_id: UUID | None
    """
    The machine that is to have it. See `role-not-for-machines`.
    """
    client_name: str | None
    """
    The name of its client.
    """
    unit_id: UUID
    """
    Where: the unit and all below it. See `role-not-held-there`.
    """
    unit_kind: Literal["municipality", "district", "institution", "department"] | str
    """
    What kind of unit it is.
    """
    unit_name: str
    """
    The name of its unit.
    """
    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    network: Literal["day_care", "school", "leisure"] | str | None
    """
    Which leader network: for `network_member`, only there.
    """
    body: Literal["parent_board", "parents_council", "student_council", "youth_council"] | str | None
    """
    Which body: for `board_member`, and only there.
    """
    since_on: date
    """
    The first day; today unless given.
    """
    until_on: date | None
    """
    The day from which it is held no more; null: until further notice.
    """
    in_force: bool
    """
    Whether it is held today.
    """
    from_sign_in: bool
    """
    Whether the municipality's own sign-in says so; it is ended there.
    """


class GrantUpdate(Model):
    """
    When a grant ends (JSON merge patch).
    """

    until_on: date | None = None
    """
    The day from which it is held no more; null: until further notice.
    """


class GroundPublic(Model):
    """
    A concern that a follow-up recorded, as it is answered.
    """

    origin_id: UUID
    """
    The follow-up.
    """
    severity: Literal["concern", "serious_concern"] | str
    """
    How serious it was.
    """
    reason: str | None
    """
    What the concern is; null where it was taken out.
    """
    recorded_on: date
    """
    The day of the follow-up.
    """


class Health(Model):
    """
    How the service is.
    """

    status: Literal["alive", "ready"] | str
    """
    `alive`: the process answers; `ready`: the database too, with its tables.
    """


class HeightenedSupervisionPublic(Model):
    """
    A heightened supervision as it is answered in a list.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    origin_id: UUID
    """
    The follow-up that opened it.
    """
    severity: Literal["concern", "serious_concern"] | str
    """
    How serious the concern is; the most serious since it was opened.
    """
    reason: str | None
    """
    The concern that opened it; null where taken out.
    """
    opened_on: date
    """
    The day on which it was opened.
    """
    action_plan_due_on: date | None
    """
    By when a serious concern has its action plan.
    """
    action_plan_missing: bool
    """
    Open, serious, and without any action yet.
    """
    status: Literal["open", "closed"] | str
    """
    Whether it is open.
    """
    closed_on: date | None
    """
    The day on which it was closed.
    """
    closing: str | None
    """
    What was said when it was closed.
    """
    closing_origin_id: UUID | None
    """
    The follow-up that closed it.
    """


class HeightenedSupervisionWhole(Model):
    """
    A single heightened supervision, with all that belongs to it.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    origin_id: UUID
    """
    The follow-up that opened it.
    """
    severity: Literal["concern", "serious_concern"] | str
    """
    How serious the concern is; the most serious since it was opened.
    """
    reason: str | None
    """
    The concern that opened it; null where taken out.
    """
    opened_on: date
    """
    The day on which it was opened.
    """
    action_plan_due_on: date | None
    """
    By when a serious concern has its action plan.
    """
    action_plan_missing: bool
    """
    Open, serious, and without any action yet.
    """
    status: Literal["open", "closed"] | str
    """
    Whether it is open.
    """
    closed_on: date | None
    """
    The day on which it was closed.
    """
    closing: str | None
    """
    What was said when it was closed.
    """
    closing_origin_id: UUID | None
    """
    The follow-up that closed it.
    """
    grounds: list[GroundPublic]
    """
    The concerns recorded, oldest first.
    """
    actions: list[ActionPublic]
    """
    The action plan.
    """
    comments: list[CommentPublic]
    """
    The parent board's comments, oldest first.
    """
    corrections: list[CorrectionPublic]
    """
    What was taken out, and why.
    """


class HeldGrant(Model):
    """
    A role that somebody has or had.
    """

    id: UUID
    """
    Its id.
    """
    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    unit_id: UUID
    """
    The id of its unit.
    """
    unit_name: str
    """
    The name of its unit.
    """
    since_on: date
    """
    The first day.
    """
    until_on: date | None
    """
    The day from which it is held no more; null: until further notice.
    """


class HeldJournal(Model):
    """
    What the journal says of somebody; entry by entry it is read at /audit.
    """

    done: int
    """
    How many entries say what they did.
    """
    about: int
    """
    How many are about their account.
    """
    first_at: AwareDatetime | None
    """
    The oldest of them.
    """
    last_at: AwareDatetime | None
    """
    The newest of them.
    """


class HeldSignIn(Model):
    """
    A sign-in that is kept.
    """

    began_at: AwareDatetime
    """
    When they signed in.
    """
    ends_at: AwareDatetime
    """
    When it ends by itself.
    """
    ended_at: AwareDatetime | None
    """
    When it was ended.
    """


class HeldWords(Model):
    """
    What somebody wrote in a field.
    """

    field: str
    """
    The field.
    """
    text: str
    """
    What it says.
    """


class ImportPublic(Model):
    """
    An import as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    resource: (
        Literal[
            "institutions",
            "indicators",
            "measurements",
            "people",
            "grants",
            "stakeholder-input",
            "dialogues",
            "observations",
        ]
        | str
    )
    """
    What the file holds.
    """
    strategy: Literal["upsert", "create", "update"] | str
    """
    What becomes of its lines.
    """
    state: Literal["planned", "applied", "discarded", "expired", "reversed"] | str
    """
    A plan changes nothing until it is applied; one that waits too long ends, and is `expired`.
    """
    filename: str | None
    """
    The name that was given with it.
    """
    dialect: Literal["comma", "semicolon", "danish"] | str | None
    """
    How the CSV was read; null for NDJSON.
    """
    columns: list[str]
    """
    The file's columns.
    """
    empty_clears: list[str]
    """
    Columns in which an empty cell clears.
    """
    only_new: list[str]
    """
    Columns that are for new things only.
    """
    sha256: str
    """
    SHA-256 of the file, unpacked.
    """
    size: int
    """
    The file's bytes, unpacked.
    """
    rows: int
    """
    How many rows the file has, its header aside.
    """
    counts: Counts
    """
    How many rows would do what, or did.
    """
    author_id: UUID
    """
    Who brought it.
    """
    author_name: str
    """
    Their name.
    """
    applied_at: AwareDatetime | None
    """
    When it was carried out.
    """
    reversed_at: AwareDatetime | None
    """
    When what it did was put back.
    """


class Index(Model):
    """
    Where to begin.
    """

    name: Literal["Sammen"] | str
    """
    What this service is.
    """
    api_version: str
    """
    The version of the contract.
    """
    documentation: str
    """
    The contract as a page that people read and try.
    """
    contract: str
    """
    The contract itself (OpenAPI 3.1).
    """
    sign_in: str
    """
    Where tokens are got (OAuth 2).
    """
    me: str
    """
    Who the caller is, and what they may do.
    """
    vocabulary: str
    """
    Every enumeration with its Danish and English labels.
    """
    problems: str
    """
    What each refusal means.
    """
    health: str
    """
    Whether requests can be served.
    """


class IndicatorCreate(Model):
    """
    A new indicator.
    """

    description: str | None = None
    """
    What it says, and what it does not.
    """
    minimum: float | None = None
    """
    The least value that it can have.
    """
    maximum: float | None = None
    """
    The greatest value that it can have.
    """
    higher_is_better: bool | None = None
    """
    Whether more is better; null where that can't be said.
    """
    source_system: str | None = None
    """
    Where its values come from, such as `lis`.
    """
    levels: list[str] | None = []
    """
    For the unit `level`: the labels from the lowest to the highest.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it; replaces the list.
    """
    code: str
    """
    A short name, unique among indicators.
    """
    title: str
    """
    What it is called.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it is for.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str
    """
    What it is counted in.
    """
    disclosure: Literal["persons", "none"] | str
    """
    `persons`: each value says how many persons it rests on, and small groups are withheld; `none`: no persons are behind it, or the source protects them.
    """


class IndicatorPublic(Model):
    """
    An indicator as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    code: str
    """
    A short name, unique among indicators.
    """
    title: str
    """
    What it is called.
    """
    description: str | None
    """
    What it says, and what it does not.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it is for.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str
    """
    What it is counted in.
    """
    minimum: float | None
    """
    The least value that it can have.
    """
    maximum: float | None
    """
    The greatest value that it can have.
    """
    higher_is_better: bool | None
    """
    Whether more is better; null where that can't be said.
    """
    source_system: str | None
    """
    Where its values come from, such as `lis`.
    """
    disclosure: Literal["persons", "none"] | str
    """
    `persons`: each value says how many persons it rests on, and small groups are withheld; `none`: no persons are behind it, or the source protects them.
    """
    levels: list[str]
    """
    For the unit `level`: the labels from the lowest to the highest.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it; replaces the list.
    """


class IndicatorUpdate(Model):
    """
    What changes about an indicator (JSON merge patch); once it has measurements, not what would falsify them.
    """

    description: str | None = None
    """
    What it says, and what it does not.
    """
    minimum: float | None = None
    """
    The least value that it can have.
    """
    maximum: float | None = None
    """
    The greatest value that it can have.
    """
    higher_is_better: bool | None = None
    """
    Whether more is better; null where that can't be said.
    """
    source_system: str | None = None
    """
    Where its values come from, such as `lis`.
    """
    levels: list[str] | None = None
    """
    For the unit `level`: the labels from the lowest to the highest.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """
    code: str | None = None
    """
    A short name, unique among indicators.
    """
    title: str | None = None
    """
    What it is called.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str] | None = None
    """
    The kinds of institution that it is for.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str | None = None
    """
    What it is counted in.
    """
    disclosure: Literal["persons", "none"] | str | None = None
    """
    Whether small groups are withheld.
    """


class InputAnswer(Model):
    """
    What was done with it: you said, we did.
    """

    answer: str
    """
    What was done with what was said.
    """
    answered_on: date | None = None
    """
    When it was answered; today if absent.
    """


class InputCreate(Model):
    """
    What somebody said, as it is written down.
    """

    institution_id: UUID | None = None
    """
    The institution or department; absent for a body of the whole city.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who is speaking; a member of a board or council writes its own voice only.
    """
    method: Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | str
    """
    How those who speak were heard.
    """
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None = None
    """
    The age of those who spoke; for children, young people and their councils only.
    """
    form: Literal["perspective", "recommendation"] | str | None = "perspective"
    """
    Whether it is a perspective or a recommendation.
    """
    text: str
    """
    What was said. No names of children.
    """
    people_count: int
    """
    How many people are behind it.
    """
    collected_on: date
    """
    The day on which they were heard; not in the future.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it is about.
    """
    focus_area_id: UUID | None = None
    """
    The institution's focus area that it is about.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it.
    """


class InputPublic(Model):
    """
    Stakeholder input as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID | None
    """
    The institution or department; null: the whole city.
    """
    institution_name: str | None
    """
    What it is called.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who is speaking; a member of a board or council writes its own voice only.
    """
    method: Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | str
    """
    How those who speak were heard.
    """
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None
    """
    The age of those who spoke; for children, young people and their councils only.
    """
    form: Literal["perspective", "recommendation"] | str
    """
    Whether it is a perspective or a recommendation.
    """
    text: str | None
    """
    What was said, for those who may read it; else null.
    """
    text_withheld: bool
    """
    Whether there are words that the caller may not read: of too few people.
    """
    people_count: int
    """
    How many people are behind it.
    """
    collected_on: date
    """
    The day on which they were heard; not in the future.
    """
    group_count: int
    """
    Of how many people its words are: of an answer, all who were counted.
    """
    consultation_id: UUID | None
    """
    The consultation that it answers.
    """
    consultation_title: str | None
    """
    What that is called.
    """
    counted_in_id: UUID | None
    """
    Of words: the input that counts who answered with them.
    """
    question: str | None
    """
    Of words: the question that they answer.
    """
    theme_id: UUID | None
    """
    The decided theme that it is about.
    """
    theme_title: str | None
    """
    What the theme is called.
    """
    focus_area_id: UUID | None
    """
    The institution's focus area that it is about.
    """
    focus_area_title: str | None
    """
    What the focus area is called.
    """
    answer: str | None
    """
    What was done with it; read by who reads the words.
    """
    answered_on: date | None
    """
    When it was answered.
    """
    withdrawal: Literal["consent", "mistake"] | str | None
    """
    Why it was taken back; null: it was not.
    """
    withdrawn_on: date | None
    """
    When it was taken back.
    """
    redaction_reason: str | None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None
    """
    When words were taken out of it.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it.
    """


class InputRedact(Model):
    """
    Words of input are taken out; its place and the reason remain.
    """

    fields: list[Literal["text", "answer"] | str] | None = ["text", "answer"]
    """
    Which words; all if absent.
    """
    reason: str
    """
    Why. It is shown with the input: nothing of what is taken out.
    """


class InputUpdate(Model):
    """
    What changes about input that is not withdrawn (JSON merge patch); whose it is stays.
    """

    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
        | None
    ) = None
    """
    Who is speaking; a member of a board or council writes its own voice only.
    """
    method: (
        Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | str | None
    ) = None
    """
    How those who speak were heard.
    """
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None = None
    """
    The age of those who spoke; for children, young people and their councils only.
    """
    form: Literal["perspective", "recommendation"] | str | None = None
    """
    Whether it is a perspective or a recommendation.
    """
    text: str | None = None
    """
    What was said. No names of children.
    """
    people_count: int | None = None
    """
    How many people are behind it.
    """
    collected_on: date | None = None
    """
    The day on which they were heard; not in the future.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it is about.
    """
    focus_area_id: UUID | None = None
    """
    The institution's focus area that it is about.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it.
    """


class InputWithdraw(Model):
    """
    Input is taken back: its words disappear, its place and the reason remain.
    """

    reason: Literal["consent", "mistake"] | str
    """
    Whether consent was taken back or it was a mistake.
    """


class InstitutionClose(Model):
    """
    How an institution ends: merged into a successor, split into several, or closed for good.
    """

    on: date | None = None
    """
    The day from which it is closed, today or earlier; none: today.
    """
    reason: str
    """
    Why; it stays with everything that is closed or cancelled along with it.
    """
    successor_ids: list[UUID] | None = []
    """
    The institutions in which it goes on. The first takes what `carry` does not name; without any, what is open is closed with the reason.
    """
    carry: list[CarryShape] | None = Field([], validate_default=True)
    """
    Open things that go elsewhere than to the first.
    """


class InstitutionCreate(Model):
    """
    A new institution, or with `parent_id` a new department.
    """

    type: str | None = None
    """
    A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.
    """
    number: str | None = None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None = None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None = None
    """
    The company's eight digits.
    """
    address: str | None = None
    """
    Street and house number.
    """
    postal_code: str | None = None
    """
    Four digits.
    """
    city: str | None = None
    """
    The postal district.
    """
    email: str | None = None
    """
    The institution's mailbox.
    """
    phone: str | None = None
    """
    The institution's telephone.
    """
    website: str | None = None
    """
    An http(s) address.
    """
    active_from: date | None = None
    """
    The first day.
    """
    active_until: date | None = None
    """
    The day from which it is closed.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it; replaces the list.
    """
    name: str
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is; its area follows.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str | None = "municipal"
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str | None = "dialogues"
    """
    What it takes part in.
    """
    district_id: UUID | None = None
    """
    Its district; none: directly under the municipality.
    """
    parent_id: UUID | None = None
    """
    The institution that it is a department of.
    """


class InstitutionMove(Model):
    """
    Where an institution, or a department, lies from a day on.
    """

    district_id: UUID | None = None
    """
    An institution's new district; none: directly under the municipality.
    """
    parent_id: UUID | None = None
    """
    A department's new institution.
    """
    on: date
    """
    The day from which it lies there; access follows on that day.
    """


class InstitutionPublic(Model):
    """
    An institution as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is; its area follows.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    type: str | None
    """
    A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str
    """
    What it takes part in.
    """
    number: str | None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None
    """
    The company's eight digits.
    """
    address: str | None
    """
    Street and house number.
    """
    postal_code: str | None
    """
    Four digits.
    """
    city: str | None
    """
    The postal district.
    """
    email: str | None
    """
    The institution's mailbox.
    """
    phone: str | None
    """
    The institution's telephone.
    """
    website: str | None
    """
    An http(s) address.
    """
    active_from: date | None
    """
    The first day.
    """
    active_until: date | None
    """
    The day from which it is closed.
    """
    district_id: UUID | None
    """
    Its district; none: directly under the municipality.
    """
    district_name: str | None
    """
    The name of its district.
    """
    parent_id: UUID | None
    """
    The institution that it is a department of.
    """
    parent_name: str | None
    """
    The name of its parent.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it; replaces the list.
    """


class InstitutionUpdate(Model):
    """
    What changes about an institution (JSON merge patch).
    """

    type: str | None = None
    """
    A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.
    """
    number: str | None = None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None = None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None = None
    """
    The company's eight digits.
    """
    address: str | None = None
    """
    Street and house number.
    """
    postal_code: str | None = None
    """
    Four digits.
    """
    city: str | None = None
    """
    The postal district.
    """
    email: str | None = None
    """
    The institution's mailbox.
    """
    phone: str | None = None
    """
    The institution's telephone.
    """
    website: str | None = None
    """
    An http(s) address.
    """
    active_from: date | None = None
    """
    The first day.
    """
    active_until: date | None = None
    """
    The day from which it is closed.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """
    name: str | None = None
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str | None = None
    """
    What it is; its area follows. It stays once anything rests on it (`kind-in-use`).
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str | None = None
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str | None = None
    """
    What it takes part in.
    """


class JournalEntryPublic(Model):
    """
    One thing that happened, as those who inspect read it: which fields changed, never their values.
    """

    id: int
    """
    Its number in the order of what was committed, without gaps.
    """
    at: AwareDatetime
    """
    When.
    """
    request_id: str
    """
    The request that it happened in, of an id that is not random a digest; empty: none.
    """
    actor_id: UUID | None
    """
    Who did it: a person or a machine; null: the service itself.
    """
    actor_name: str | None
    """
    Their name; null once they are erased.
    """
    resource: str
    """
    What it happened to, as in the contract's addresses.
    """
    thing_id: UUID
    """
    Which one.
    """
    unit_id: UUID | None
    """
    The unit it belonged to then; null: the whole municipality.
    """
    unit_name: str | None
    """
    The unit's name.
    """
    action: str
    """
    What was done, such as `created`, `updated`, `held`, `read`.
    """
    version: int
    """
    The version that it left.
    """
    fields: list[str]
    """
    The fields that changed.
    """


class Judgement(Model):
    """
    What an earlier dialogue said of a focus area.
    """

    dialogue_id: UUID
    """
    The id of its dialogue.
    """
    round: int
    """
    The dialogue's round.
    """
    decision: Literal["choose", "continue", "adjust", "complete", "drop", "resume"] | str
    """
    What was decided.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs were seen.
    """


class Label(Model):
    """
    A value with what people call it.
    """

    value: str
    """
    The value as it stands in requests and answers.
    """
    da: str
    """
    What it is called in Danish.
    """
    en: str
    """
    What it is called in English.
    """


class LastFollowUp(Model):
    """
    The last follow-up that was held.
    """

    id: UUID
    """
    Its id.
    """
    held_on: date
    """
    The day on which it was held.
    """
    assessment: Literal["no_concern", "concern", "serious_concern"] | str
    """
    What it found.
    """
    next_due_on: date
    """
    By when the next one is due.
    """


class LinkPublic(Model):
    """
    A link of a consultation, as who hands it out reads it.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The institution.
    """
    institution_name: str
    """
    What it is called.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    The voice that answers by it.
    """
    secret: str | None
    """
    Leads to the questions without signing in; hand it out as a link. null: not the caller's to hand out.
    """


class LinkShape(Model):
    """
    Whose link is meant.
    """

    institution_id: UUID
    """
    The institution.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    The voice that answers by it.
    """


class Mean(Model):
    """
    The mean of what the institutions of the same kind are shown with, in the same package and period.
    """

    mean: float
    """
    The plain mean of their values.
    """
    institutions: int
    """
    Of how many institutions.
    """


class MeasurementCreate(Model):
    """
    A new measurement, in a draft package or, without one, as a running figure.
    """

    institution_id: UUID
    """
    The institution or department that was measured.
    """
    indicator_id: UUID
    """
    What was measured.
    """
    package_id: UUID | None = None
    """
    The draft package that it belongs to; none: a running figure.
    """
    period: str
    """
    `2026H1`, `2024/2025` (a school year), `2026` or `2026-03`.
    """
    breakdown: str | None = "all"
    """
    `all`, or one part of it such as `gender=girl`; parts do not overlap.
    """
    value: float | None = None
    """
    The figure; for the unit `level` a label's place from 1. Absent where it is missing.
    """
    n: int | None = None
    """
    How many persons it rests on.
    """
    standard_error: float | None = None
    """
    The figure's standard error, if it is known.
    """
    status: Literal["reported", "provisional", "missing"] | str | None = "reported"
    """
    What is known of it.
    """
    source: str | None = None
    """
    Where it comes from.
    """


class MeasurementPublic(Model):
    """
    A measurement as everyone is shown it.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution or department that was measured.
    """
    institution_name: str
    """
    The name of its institution.
    """
    indicator_id: UUID
    """
    What was measured.
    """
    indicator_code: str
    """
    The indicator's short name.
    """
    indicator_title: str
    """
    The title of its indicator.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str
    """
    What it is counted in.
    """
    levels: list[str]
    """
    For the unit `level`: the labels, from value 1 on.
    """
    higher_is_better: bool | None
    """
    Which way is better; null where that is not known.
    """
    package_id: UUID | None
    """
    The draft package that it belongs to; none: a running figure.
    """
    package_title: str | None
    """
    The title of its package.
    """
    half_year: str | None
    """
    The package's half-year.
    """
    period: str
    """
    `2026H1`, `2024/2025` (a school year), `2026` or `2026-03`.
    """
    breakdown: str
    """
    `all`, or one part of it such as `gender=girl`; parts do not overlap.
    """
    value: float | None
    """
    Null where it is missing or withheld.
    """
    n: int | None
    """
    How many persons it rests on; null where that is withheld.
    """
    standard_error: float | None
    """
    The figure's standard error, if it is known.
    """
    status: Literal["reported", "provisional", "missing", "suppressed"] | str
    """
    `suppressed`: withheld, since few persons could be told apart.
    """
    source: str | None
    """
    Where it comes from.
    """


class MeasurementUpdate(Model):
    """
    What changes about a running figure or one in a draft package (JSON merge patch).
    """

    value: float | None = None
    """
    The figure; for the unit `level` a label's place from 1. Absent where it is missing.
    """
    n: int | None = None
    """
    How many persons it rests on.
    """
    standard_error: float | None = None
    """
    The figure's standard error, if it is known.
    """
    status: Literal["reported", "provisional", "missing"] | str | None = None
    """
    What is known of it.
    """
    source: str | None = None
    """
    Where it comes from.
    """


class MyRole(Model):
    """
    A role that the caller has today, at a unit and all below it.
    """

    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    The role.
    """
    unit_id: UUID
    """
    The id of its unit.
    """
    unit_kind: Literal["municipality", "district", "institution", "department"] | str
    """
    What the unit is.
    """
    unit_name: str
    """
    The name of its unit.
    """
    network: str | None
    """
    Which leader network, for `network_member`.
    """
    body: str | None
    """
    Which body, for `board_member`.
    """
    since_on: date
    """
    The day from which it is held.
    """
    until_on: date | None
    """
    The day from which it is held no more; null: until further notice.
    """


class Neighbour(Model):
    """
    An institution that another one goes on in, or has gone on from.
    """

    id: UUID
    """
    Its id.
    """
    name: str
    """
    The name that people use.
    """


class NextFollowUp(Model):
    """
    The next follow-up that is planned.
    """

    id: UUID
    """
    Its id.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """


class NotesShape(Model):
    """
    The notes of a planned follow-up, as the chief prepares them.
    """

    topics: list[str] | None = []
    """
    What it is about; read by its two sides only.
    """
    notes: str | None = None
    """
    What was said; read by its two sides only.
    """


class ObservationCancel(Model):
    """
    Why an observation does not take place.
    """

    reason: str
    """
    Why; kept with the observation.
    """


class ObservationCorrection(Model):
    """
    A correction beside an observation or, with `part_id`, beside one point of its feedback.
    """

    field: str
    """
    The field that is corrected.
    """
    becomes: str | float | bool | None = None
    """
    What it should say; absent for words alone.
    """
    reason: str
    """
    Why.
    """
    part_id: UUID | None = None
    """
    The point of the feedback that is corrected.
    """


class ObservationCreate(Model):
    """
    A new observation, planned.
    """

    institution_id: UUID
    """
    The institution or department that is observed.
    """
    guide_id: UUID
    """
    The published edition of a guide that it goes by.
    """
    purpose: str
    """
    What the institution wants to learn from it.
    """
    focus_area_id: UUID | None = None
    """
    The institution's focus area that it serves, if one.
    """
    planned_for: AwareDatetime
    """
    When it is to begin.
    """
    observer_ids: list[UUID]
    """
    Who observes: colleagues from other institutions; consultants may join them.
    """


class ObservationObserve(Model):
    """
    It took place.
    """

    observed_on: date | None = None
    """
    The day on which it took place. Today if absent.
    """
    oral_feedback_on: date | None = None
    """
    The day on which the observers told the institution what they saw.
    """


class ObservationRedact(Model):
    """
    Words are taken out of an observation; their place and the reason remain.
    """

    fields: list[Literal["purpose", "feedback", "points", "reply_text"] | str]
    """
    Which words.
    """
    reason: str
    """
    Why. It is shown with the observation: nothing of what is taken out.
    """


class ObservationReply(Model):
    """
    Whether the institution knows itself again in the feedback.
    """

    reply: Literal["accurate", "inaccurate"] | str
    """
    Whether the feedback is accurate.
    """
    reply_text: str | None = None
    """
    The institution's words about it.
    """


class ObservationUpdate(Model):
    """
    What changes about a planned observation (JSON merge patch).
    """

    guide_id: UUID | None = None
    """
    The published edition of a guide that it goes by.
    """
    purpose: str | None = None
    """
    What the institution wants to learn from it.
    """
    focus_area_id: UUID | None = None
    """
    The institution's focus area that it serves, if one.
    """
    planned_for: AwareDatetime | None = None
    """
    When it is to begin.
    """
    observer_ids: list[UUID] | None = None
    """
    Who observes: colleagues from other institutions; consultants may join them. Replaces the list.
    """


class ObserverPublic(Model):
    """
    Somebody who observes, as it is answered.
    """

    person_id: UUID
    """
    The id of its person.
    """
    name: str
    """
    Who it is.
    """


class Obstacle(Model):
    """
    What stands in the way, as a refusal would say it.
    """

    code: str
    """
    The refusal's name, explained at /problems/{code}.
    """
    en: str
    """
    What is the matter, in English.
    """
    da: str
    """
    What is the matter, in Danish.
    """


class OpenHeightenedSupervision(Model):
    """
    An open heightened supervision of the institution, or of a department of it.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    severity: Literal["concern", "serious_concern"] | str
    """
    How serious the concern is.
    """
    opened_on: date
    """
    The day on which it was opened.
    """
    action_plan_due_on: date | None
    """
    By when a serious concern has its action plan.
    """
    action_plan_missing: bool
    """
    Serious, and without any action yet.
    """


class PackageCreate(Model):
    """
    A new data package, as a draft.
    """

    kind: Literal["day_care", "school", "leisure"] | str
    """
    The kind of institution that it is made for.
    """
    half_year: str
    """
    The half-year whose dialogues it is for, such as `2026H1`.
    """
    title: str
    """
    What it is called.
    """
    theme_ids: list[UUID] | None = []
    """
    The themes that it serves; replaces the list.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it; replaces the list.
    """


class PackageUpdate(Model):
    """
    What changes about a draft package (JSON merge patch).
    """

    half_year: str | None = None
    """
    The half-year whose dialogues it is for.
    """
    title: str | None = None
    """
    What it is called.
    """
    theme_ids: list[UUID] | None = None
    """
    The themes that it serves; replaces the list.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """


class ParticipantPublic(Model):
    """
    Somebody who takes part, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    part: Literal["leader", "chief", "staff", "parent_board", "student_council", "consultant", "other"] | str
    """
    The part that they take.
    """
    person_id: UUID | None
    """
    A person who signs in; they read the agenda and the evidence.
    """
    person_name: str | None
    """
    The name of its person.
    """
    name: str | None
    """
    Somebody who does not sign in; never a child.
    """
    people_count: int | None
    """
    How many they are; children are only counted.
    """
    attended: bool | None
    """
    null until it is held, or where nothing was said.
    """


class ParticipantShape(Model):
    """
    Somebody who takes part: exactly one of person, name and number.
    """

    part: Literal["leader", "chief", "staff", "parent_board", "student_council", "consultant", "other"] | str
    """
    The part that they take.
    """
    person_id: UUID | None = None
    """
    A person who signs in; they read the agenda and the evidence.
    """
    name: str | None = None
    """
    Somebody who does not sign in; never a child.
    """
    people_count: int | None = None
    """
    How many they are; children are only counted.
    """


class PasswordChange(Model):
    """
    A new password of one's own.
    """

    old: str
    """
    The password until now.
    """
    new: str
    """
    12 to 256 characters, not a common one, without the username; never shown again.
    """


class PersonCreate(Model):
    """
    Somebody who is to sign in.
    """

    username: str
    """
    What they sign in with; unique, and the same in capitals.
    """
    name: str
    """
    Their name.
    """
    email: str | None = None
    """
    Their work address.
    """
    active: bool | None = True
    """
    Whether they may sign in.
    """
    password: str | None = None
    """
    A first password: good for choosing one of their own, for some days. 12 to 256 characters, not a common one, without the username; never shown again.
    """


class PersonErase(Model):
    """
    Somebody is erased: their name goes everywhere, what they did stays.
    """

    former_names: list[str] | None = []
    """
    Other names they had, which go as well.
    """


class PersonErased(Model):
    """
    What is left of somebody who was erased.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    name: str
    """
    What stands in the place of their name.
    """
    erased_on: date
    """
    The day.
    """
    places: int
    """
    How many texts and lines held the name, and hold it no more.
    """
    name_shared: bool
    """
    Somebody else has the same name, or first and last one: it stays in running text; see /redactions.
    """


class PersonRole(Model):
    """
    A role that somebody has today, within the reader's reach.
    """

    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    unit_id: UUID
    """
    The id of its unit.
    """
    unit_name: str
    """
    The name of its unit.
    """


class PersonUpdate(Model):
    """
    What changes about a person (JSON merge patch); a new password or `active: false` signs them out at once.
    """

    username: str | None = None
    """
    What they sign in with; unique, and the same in capitals.
    """
    name: str | None = None
    """
    Their name.
    """
    email: str | None = None
    """
    Their work address.
    """
    active: bool | None = None
    """
    Whether they may sign in.
    """
    password: str | None = None
    """
    A first password: good for choosing one of their own, for some days. 12 to 256 characters, not a common one, without the username; never shown again. null: no signing in by password.
    """


class PointPublic(Model):
    """
    A point of a guide as it is answered.
    """

    key: str
    """
    Names the point in feedback; unique in the guide.
    """
    title: str
    """
    What the point is about.
    """
    prompt: str
    """
    What the observers ask themselves.
    """
    scale: list[str] | None
    """
    The labels of its scale, the lowest first.
    """


class PointShape(Model):
    """
    A point of a guide.
    """

    key: str
    """
    Names the point in feedback; unique in the guide.
    """
    title: str
    """
    What the point is about.
    """
    prompt: str
    """
    What the observers ask themselves.
    """
    scale: list[str] | None = None
    """
    The labels of its scale, the lowest first; absent: words alone.
    """


class ProblemError(Model):
    """
    One fault of a request.
    """

    pointer: str | None = None
    """
    JSON pointer (RFC 6901) into the body.
    """
    parameter: str | None = None
    """
    Name of the parameter or header.
    """
    code: str
    """
    The fault's name.
    """
    detail: str
    """
    The fault in the caller's language.
    """
    overridable: bool | None = None
    """
    Whether this rule may be set aside with `because`.
    """


class ProblemRow(Model):
    """
    A row of a file whose thing is not as the import saw it.
    """

    line: int
    """
    The line of the file.
    """
    source_line: int | None
    """
    The line of the file that a program made this one from.
    """
    thing_id: UUID | None
    """
    What the row is about; null where there is none.
    """
    planned: str | None = None
    """
    What was planned: an `Outcome`.
    """
    now: str
    """
    What it would do now, an `Outcome`; to one who puts back: `changed`, `gone` or `in-use`.
    """
    code: str | None = None
    """
    Why it would be refused.
    """
    seen_version: int | None = None
    """
    The version that the plan saw.
    """
    current_version: int | None = None
    """
    The version that it has by now.
    """
    changed_at: AwareDatetime | None = None
    """
    When it was last changed.
    """


class PromptPublic(Model):
    """
    What the circle asks at one step.
    """

    step: Literal["challenge", "data", "analysis", "goal", "action", "evaluation"] | str
    """
    The step.
    """
    prompt: str
    """
    The question, in the words of the municipality.
    """


class PromptShape(Model):
    """
    What the circle asks at one step.
    """

    step: Literal["challenge", "data", "analysis", "goal", "action", "evaluation"] | str
    """
    The step.
    """
    prompt: str
    """
    The question, in the words of the municipality.
    """


class PromptsPublic(Model):
    """
    The circle's prompts in one revision.
    """

    number: int
    """
    Their revision; a held dialogue keeps the one it was held by.
    """
    prompts: list[PromptPublic]
    """
    One prompt for each step.
    """


class PromptsShape(Model):
    """
    A new revision of the circle's prompts.
    """

    prompts: list[PromptShape]
    """
    One prompt for each step.
    """


class QuestionPublic(Model):
    """
    A question as it is answered.
    """

    key: str
    """
    Names the question in answers; unique in the consultation.
    """
    text: str
    """
    The question, in words for those who answer.
    """
    type: Literal["smiley", "choice", "text"] | str
    """
    How it is answered.
    """
    choices: list[str] | None
    """
    What can be chosen from; for a `choice` only.
    """


class QuestionResult(Model):
    """
    What a group answered to one question; null where too few did.
    """

    key: str
    """
    The question's name.
    """
    text: str
    """
    The question.
    """
    type: Literal["smiley", "choice", "text"] | str
    """
    How it is answered.
    """
    people: int | None
    """
    How many answered it.
    """
    mean: float | None
    """
    Of smileys: from 1, very sad, to 5, very glad.
    """
    choices: list[ChoiceCount] | None
    """
    How many chose what.
    """
    withheld: bool
    """
    Whether too few answered for it to be shown.
    """


class QuestionShape(Model):
    """
    A question of a consultation.
    """

    key: str
    """
    Names the question in answers; unique in the consultation.
    """
    text: str
    """
    The question, in words for those who answer.
    """
    type: Literal["smiley", "choice", "text"] | str
    """
    How it is answered; a smiley is a number from 1 to 5.
    """
    choices: list[str] | None = None
    """
    What can be chosen from; for a `choice` only.
    """
    voices: list[
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    ]
    """
    Who is asked.
    """


class QuestionsAtTheDoor(Model):
    """
    What somebody who follows a link is asked.
    """

    title: str
    """
    What it is called.
    """
    purpose: str
    """
    What the answers are for, in words for those who answer.
    """
    privacy_notice: str
    """
    What is kept of an answer and who reads it, in words for those who answer.
    """
    institution_name: str
    """
    Whose children, parents, staff or board are asked.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who is asked.
    """
    questions: list[QuestionPublic]
    """
    What is asked, in this order.
    """
    age_groups: list[Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str]
    """
    The ages to choose from; none for grown-ups.
    """
    state: Literal["planned", "open", "closed"] | str
    """
    Whether answers are taken today.
    """
    opens_on: date
    """
    The day from which answers are taken.
    """
    closes_on: date
    """
    The day from which none is taken any more.
    """


class ReasonPublic(Model):
    """
    Why a rule was set aside, as it is shown with its thing.
    """

    id: UUID
    """
    Its id.
    """
    code: str
    """
    The rule that was set aside.
    """
    words: str
    """
    Why, in the words of who did it.
    """
    author_name: str
    """
    Who.
    """
    at: AwareDatetime
    """
    When.
    """


class RedactionDone(Model):
    """
    An order that was carried out.
    """

    resource: str
    """
    What it is.
    """
    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    field: str
    """
    Which words are gone.
    """
    part_id: UUID | None
    """
    Of what in it.
    """
    reason: str
    """
    Why.
    """
    done_on: date
    """
    When.
    """


class RedactionOrder(Model):
    """
    Words of anything are taken out by the auditor's order.
    """

    field: str
    """
    Which words: a field of the thing, or of something in it with what that is before it (`turn.note`, `entry.text`); `questions.choices`, `points.scale` and `levels` are labels: numbers stand in their place, and what was counted by them stays counted; `correction.reason` and `because.words` stand beside anything.
    """
    part_id: UUID | None = None
    """
    Which one, where the words are of something in it.
    """
    reason: str
    """
    Why. It is shown where the words stood: nothing of what is taken out.
    """
    resource: str
    """
    What it is, as in the contract's addresses.
    """
    id: UUID
    """
    Which one.
    """


class RedactionShape(Model):
    """
    Words are taken out of a thing for good; why stands in their place.
    """

    field: str
    """
    Which words: a field of the thing, or of something in it with what that is before it (`turn.note`, `entry.text`); `questions.choices`, `points.scale` and `levels` are labels: numbers stand in their place, and what was counted by them stays counted; `correction.reason` and `because.words` stand beside anything.
    """
    part_id: UUID | None = None
    """
    Which one, where the words are of something in it.
    """
    reason: str
    """
    Why. It is shown where the words stood: nothing of what is taken out.
    """


class Refusal(Model):
    """
    What a refusal means.
    """

    code: str
    """
    The refusal's name.
    """
    status: int
    """
    The HTTP status that it is answered with.
    """
    title: str
    """
    What is the matter.
    """
    mend: str
    """
    Who mends it, and how.
    """
    audience: Literal["user", "developer", "operator"] | str
    """
    Who can mend it.
    """
    retryable: bool
    """
    Whether the same request may succeed later.
    """
    overridable: bool
    """
    Whether the rule may be set aside with `because`.
    """


class Refusals(Model):
    """
    Every refusal of the service.
    """

    items: list[Refusal]
    """
    Each refusal, by the order of their names.
    """


class RelatedFocusArea(Model):
    """
    A focus area of another cycle that is the same work.
    """

    id: UUID
    """
    Its id.
    """
    title: str
    """
    What it is called.
    """
    theme_id: UUID
    """
    The id of its theme.
    """
    theme_title: str
    """
    The title of its theme.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    The state that it is in.
    """
    outcome: str | None
    """
    What came of it.
    """


class RemarkPublic(Model):
    """
    A remark of the leader's, as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    text: str | None
    """
    The leader's words; null where they were taken out.
    """
    author_name: str
    """
    Who.
    """
    at: AwareDatetime
    """
    When.
    """


class RemarkShape(Model):
    """
    A remark of the leader's.
    """

    text: str
    """
    The leader's words; read by the two sides only.
    """


class RoundPublic(Model):
    """
    A round as it is answered.
    """

    number: int
    """
    Its number in the cycle, from 1.
    """
    half_year: str
    """
    The half-year whose data it rests on, such as `2026H1`.
    """
    from_on: date
    """
    Its first day.
    """
    until_on: date
    """
    The day after its last.
    """


class RoundShape(Model):
    """
    A round as a request names it.
    """

    number: int
    """
    Its number in the cycle, from 1.
    """
    half_year: str
    """
    The half-year whose data it rests on, such as `2026H1`.
    """
    from_on: date
    """
    Its first day.
    """
    until_on: date
    """
    The day after its last.
    """


class RowCell(Model):
    """
    What a line says in a column; long values are cut short.
    """

    column: str
    """
    The column.
    """
    text: str
    """
    What stands there.
    """


class RowChange(Model):
    """
    What becomes of a column, as a file would say it; long values are cut short.
    """

    column: str
    """
    The column.
    """
    before: str | None
    """
    How it was when the plan was made; null where there was nothing, or it is withheld.
    """
    after: str | None
    """
    How it becomes; null where it is cleared.
    """


class RowFault(Model):
    """
    What is wrong in a line.
    """

    column: str | None
    """
    The column; null for the line as a whole.
    """
    code: str
    """
    The fault's name.
    """
    words: str
    """
    The fault in the caller's language.
    """


class SaidPoint(Model):
    """
    What is said at one point of the guide.
    """

    key: str
    """
    The guide's point.
    """
    text: str
    """
    What was seen. No names of children.
    """
    level: int | None = None
    """
    Its place on the point's scale, from 1; required where the point has a scale.
    """


class StatusCounts(Model):
    """
    How many focus areas stand where.
    """

    proposed: int
    """
    Proposed, not chosen yet.
    """
    chosen: int
    """
    Chosen, being worked on.
    """
    completed: int
    """
    Completed.
    """
    dropped: int
    """
    Dropped.
    """


class SupervisionDialogue(Model):
    """
    The round's dialogue.
    """

    id: UUID
    """
    Its id.
    """
    status: Literal["planned", "held", "cancelled"] | str
    """
    The state that it is in.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    held_on: date | None
    """
    The day on which it was held.
    """


class SupervisionGroup(Model):
    """
    How far the institutions of one kind in one district have come.
    """

    institutions: int
    """
    Institutions that take part.
    """
    in_dialogues: int
    """
    Those in dialogues, with a round that today falls in.
    """
    dialogues_planned: int
    """
    Those whose dialogue of the round is planned.
    """
    dialogues_held: int
    """
    Those whose dialogue of the round has been held.
    """
    with_focus_area: int
    """
    Those with a chosen or completed focus area.
    """
    followed_up: int
    """
    Institutions with a follow-up that was held, not overdue.
    """
    flagged: int
    """
    Institutions with any flag.
    """
    flags: FlagCounts
    """
    How many have each flag.
    """
    district_id: UUID | None
    """
    Null: directly under the municipality.
    """
    district_name: str | None
    """
    The name of its district.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """


class SupervisionRedact(Model):
    """
    Words are taken out of a heightened supervision; their place and the reason remain.
    """

    field: Literal["reason", "closing", "action", "comment"] | str
    """
    What is taken out.
    """
    part_id: UUID | None = None
    """
    The action or comment, where it is one.
    """
    reason: str
    """
    Why. It is shown where the words stood: nothing of what is taken out.
    """


class SupervisionRound(Model):
    """
    The round that today falls in, of the cycle that runs for the institution's area.
    """

    cycle_id: UUID
    """
    The id of its cycle.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    number: int
    """
    Its number in the cycle.
    """
    half_year: str
    """
    The half-year whose data it rests on.
    """
    until_on: date
    """
    The day after its last.
    """


class SupervisionTheme(Model):
    """
    The focus areas of an institution that lean on one theme of the running cycle.
    """

    theme_id: UUID
    """
    The id of its theme.
    """
    theme_title: str
    """
    The title of its theme.
    """
    proposed: int
    """
    Proposed, not chosen yet.
    """
    chosen: int
    """
    Chosen, being worked on.
    """
    completed: int
    """
    Completed.
    """


class TakenUp(Model):
    """
    What a conversation says of an agreement made earlier.
    """

    agreement_id: UUID
    """
    The agreement.
    """
    outcome: Literal["continued", "done", "dropped"] | str
    """
    Whether it goes on, is done, or is dropped.
    """
    note: str | None = None
    """
    What was said about it.
    """


class TakenUpPublic(Model):
    """
    What a dialogue said of an earlier agreement, as it is answered.
    """

    agreement_id: UUID
    """
    The id of its agreement.
    """
    text: str
    """
    What was to be done.
    """
    outcome: Literal["continued", "done", "dropped"] | str
    """
    Whether it goes on, is done, or is dropped.
    """
    note: str | None
    """
    What was said about it.
    """


class ThemeCreate(Model):
    """
    A new theme, proposed.
    """

    cycle_id: UUID
    """
    The cycle that it is for.
    """
    title: str
    """
    What it is called.
    """
    description: str | None = None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it addresses.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None = None
    """
    The quality report that it came from.
    """


class ThemeDecide(Model):
    """
    The council's decision on a theme.
    """

    decided_on: date | None = None
    """
    When it was decided; today if absent.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system. Absent: as it was.
    """


class ThemePublic(Model):
    """
    A theme as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    cycle_id: UUID
    """
    The cycle that it is for.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    title: str
    """
    What it is called.
    """
    description: str | None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it addresses.
    """
    status: Literal["proposed", "decided", "withdrawn"] | str
    """
    The state that it is in.
    """
    decided_on: date | None
    """
    When the council decided it.
    """
    case_reference: str | None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None
    """
    The quality report that it came from.
    """


class ThemeServed(Model):
    """
    A theme that a package serves.
    """

    id: UUID
    """
    Its id.
    """
    title: str
    """
    What the theme is called.
    """


class ThemeUpdate(Model):
    """
    What changes about a theme (JSON merge patch); once it is decided, its case and report only.
    """

    cycle_id: UUID | None = None
    """
    The cycle that it is for.
    """
    title: str | None = None
    """
    What it is called.
    """
    description: str | None = None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str] | None = None
    """
    The kinds of institution that it addresses.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None = None
    """
    The quality report that it came from.
    """


class ThreadAgreement(Model):
    """
    An agreement that serves a focus area.
    """

    id: UUID
    """
    Its id.
    """
    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it.
    """
    due_on: date
    """
    By when.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    The state that it is in.
    """


class ThreadCounts(Model):
    """
    How much there is at each step of a thread.
    """

    institutions: int
    """
    Institutions that have a focus area leaning on the theme.
    """
    discussions: int
    """
    Institutions' discussions of the theme.
    """
    focus_areas: StatusCounts
    """
    Focus areas by their status.
    """
    dialogues: int
    """
    Held dialogues that decided about them.
    """
    decisions: int
    """
    What those decided, in number.
    """
    development: DevelopmentCounts
    """
    Focus areas by their latest judged development.
    """
    agreements: AgreementCounts
    """
    Agreements that serve them, by status.
    """
    outcomes: int
    """
    Focus areas of which it is said what came of them.
    """


class ThreadDecision(Model):
    """
    What a held dialogue decided about a focus area.
    """

    dialogue_id: UUID
    """
    The id of its dialogue.
    """
    round: int
    """
    The dialogue's round.
    """
    held_on: date
    """
    The day on which it was held.
    """
    decision: Literal["choose", "continue", "adjust", "complete", "drop", "resume"] | str
    """
    What was decided.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs were seen.
    """
    note: str | None
    """
    Why, and how.
    """


class ThreadDiscussion(Model):
    """
    An institution's discussion of a theme.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID | None
    """
    The id of its institution.
    """
    institution_name: str | None
    """
    The name of its institution.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who discussed it.
    """
    people_count: int
    """
    How many took part.
    """
    collected_on: date
    """
    The day of the discussion.
    """
    text: str | None
    """
    What was said; null where it is not the caller's to read.
    """


class ThreadEvidence(Model):
    """
    A piece of evidence that a dialogue rested on; the dialogue itself shows it as it was.
    """

    kind: Literal["measurement", "observation", "stakeholder_input"] | str
    """
    Which of the three kinds it is.
    """
    id: UUID
    """
    Its id.
    """
    title: str | None
    """
    The indicator's or the guide's title; null: what was said.
    """
    period: str | None
    """
    Of a figure: the period.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
        | None
    )
    """
    Of what was said: who speaks.
    """


class ThreadFocusArea(Model):
    """
    A focus area with what dialogues decided, what was agreed, and what came of it.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    title: str
    """
    What it is called.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    The state that it is in.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    The latest dialogue's judgement.
    """
    outcome: str | None
    """
    What came of it.
    """
    continues_id: UUID | None
    """
    The one of an earlier cycle that it goes on from.
    """
    decisions: list[ThreadDecision]
    """
    What dialogues decided, in order.
    """
    agreements: list[ThreadAgreement]
    """
    What was agreed, by the day it is due.
    """


class ThreadTheme(Model):
    """
    The theme that a thread begins with.
    """

    id: UUID
    """
    Its id.
    """
    title: str
    """
    What it is called.
    """
    cycle_id: UUID
    """
    The id of its cycle.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    status: Literal["proposed", "decided", "withdrawn"] | str
    """
    The state that it is in.
    """


class TokenAnswer(Model):
    """
    An access token, and for people a refresh token, which is used once.
    """

    access_token: str
    """
    Send it as `Authorization: Bearer`.
    """
    token_type: str
    """
    Always `Bearer`.
    """
    expires_in: int
    """
    The seconds that the access token lasts.
    """
    refresh_token: str | None = ""
    """
    For the next one; absent for machines.
    """
    scope: str
    """
    Always `sammen`: grants decide what a token opens.
    """


class Transition(Model):
    """
    Something that can be done with a thing, and whether the caller may do it now.
    """

    name: (
        Literal[
            "answer",
            "apply",
            "cancel",
            "close",
            "comments",
            "correct",
            "corrections",
            "decide",
            "done",
            "drop",
            "end",
            "erase",
            "extend",
            "feedback",
            "hold",
            "links",
            "move",
            "observe",
            "publish",
            "redact",
            "release",
            "remarks",
            "reopen",
            "reply",
            "reverse",
            "revise",
            "rotate-secret",
            "share",
            "take-back",
            "withdraw",
            "withdraw-link",
        ]
        | str
    )
    """
    What it is called: the last part of its address.
    """
    operation: str
    """
    The operation of this contract that does it.
    """
    allowed: bool
    """
    Whether the caller may do it as things stand; the body can still be refused.
    """
    obstacle: Obstacle | None
    """
    What stands in the way; null where it is allowed.
    """
    because: list[str]
    """
    Rules in the way that may be set aside: each takes its words in `because`.
    """


class Transitions(Model):
    """
    What may be done with a thing now.
    """

    items: list[Transition]
    """
    Each transition, in the order of the work.
    """


class VoiceGroup(Model):
    """
    A group of voices; its numbers are null where they are withheld.
    """

    key: str | None
    """
    The voice, the age group, the theme's or district's id, or a consultation's id and question.
    """
    name: str | None
    """
    What the theme or district is called; the question's words.
    """
    inputs: int | None
    """
    How many pieces of input.
    """
    people: int | None
    """
    How many people are behind them.
    """
    mean: float | None
    """
    Of a smiley question: from 1, very sad, to 5, very glad.
    """
    choices: list[ChoiceCount] | None
    """
    Of a choice: how many chose what.
    """
    withheld: bool
    """
    Whether it is too small, or would give away one that is.
    """


class VoicesOfHalfYear(Model):
    """
    The voices of one half-year.
    """

    half_year: str
    """
    The half-year, such as `2026H1`.
    """
    inputs: int | None
    """
    How many pieces of input in all; null if they are too few people's.
    """
    people: int | None
    """
    How many people in all; null if they are too few.
    """
    groups: list[VoiceGroup]
    """
    Its groups; those without input are left out.
    """


class ActionPlanShape(Model):
    """
    The action plan, all of it: those that are there by their ids, new ones without.
    """

    actions: list[ActionShape]
    """
    Its actions, in their order.
    """


class AgendaFocusArea(Model):
    """
    A focus area on the agenda, with its development over the dialogues.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    title: str
    """
    What it is called.
    """
    theme_title: str
    """
    The theme that it leans on.
    """
    challenge: str | None
    """
    The concrete challenge.
    """
    goal: str | None
    """
    What is to become better.
    """
    signs: str | None
    """
    What will be seen when it works.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    Where it stands.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    The latest dialogue's judgement.
    """
    dialogues: list[Judgement]
    """
    What dialogues decided, in order.
    """


class CircleShape(Model):
    """
    All that the circle says from now on; what is not in it is gone.
    """

    entries: list[EntryShape]
    """
    Its entries; they are kept in the order of steps.
    """


class ClosurePublic(Model):
    """
    How an institution ended.
    """

    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    closed_on: date
    """
    The day from which it is closed.
    """
    reason: str
    """
    Why.
    """
    author_name: str | None
    """
    Who closed it.
    """
    at: AwareDatetime
    """
    When that was written.
    """
    reopened_at: AwareDatetime | None
    """
    When it was undone; null: it stands.
    """
    successors: list[Neighbour]
    """
    Those in which it goes on, within reach.
    """
    carried: list[CarriedPublic]
    """
    What became of what was open, as far as the caller sees it.
    """


class Comparison(Model):
    """
    What a figure is read beside.
    """

    previous: Before | None
    """
    The latest earlier period of the same length.
    """
    district: Mean | None
    """
    Null where too few institutions are shown.
    """
    city: Mean | None
    """
    Null where too few institutions are shown.
    """
    significant: bool | None
    """
    Whether the change since the previous period is more than chance, two-sided at 5 %: a z-test with the standard errors where both figures have one, else the pooled two-proportion z-test for percentages and shares of persons. Null where that can't be said: a level, which has no distances; a mean, count or number of hours without standard errors; a figure that is missing or withheld; fewer than five persons expected on either side; no spread at all. Of twenty tests one finds chance.
    """


class ConsultationAnswer(Model):
    """
    What somebody answers; a question may be left out.
    """

    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None = None
    """
    The age of who answers; children only, if they like.
    """
    answers: list[GivenAnswer]
    """
    The answers, each question once.
    """


class ConsultationCreate(Model):
    """
    A new consultation.
    """

    unit_id: UUID | None = None
    """
    The institution or district that it covers; absent: the whole city.
    """
    title: str
    """
    What it is called.
    """
    purpose: str
    """
    What the answers are for, in words for those who answer.
    """
    privacy_notice: str
    """
    What is kept of an answer and who reads it, in words for those who answer.
    """
    questions: list[QuestionShape]
    """
    What is asked, in this order.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it is about; it asks at institutions of the theme's kinds only.
    """
    opens_on: date
    """
    The day from which answers are taken.
    """
    closes_on: date
    """
    The day from which none is taken any more.
    """


class ConsultationLinks(Model):
    """
    The links of a consultation within reach, by institution.
    """

    items: list[LinkPublic]
    """
    Those that are not withdrawn.
    """


class ConsultationUpdate(Model):
    """
    What changes about a consultation that has not opened yet (JSON merge patch).
    """

    title: str | None = None
    """
    What it is called.
    """
    purpose: str | None = None
    """
    What the answers are for, in words for those who answer.
    """
    privacy_notice: str | None = None
    """
    What is kept of an answer and who reads it, in words for those who answer.
    """
    questions: list[QuestionShape] | None = None
    """
    What is asked, in this order.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it is about; it asks at institutions of the theme's kinds only.
    """
    opens_on: date | None = None
    """
    The day from which answers are taken.
    """
    closes_on: date | None = None
    """
    The day from which none is taken any more.
    """


class Coverage(Model):
    """
    How far a group of institutions has come.
    """

    institutions: int
    """
    Institutions that take part.
    """
    in_dialogues: int
    """
    Those in dialogues, with a round that today falls in.
    """
    dialogues_planned: int
    """
    Those whose dialogue of the round is planned.
    """
    dialogues_held: int
    """
    Those whose dialogue of the round has been held.
    """
    with_focus_area: int
    """
    Those with a chosen or completed focus area.
    """
    followed_up: int
    """
    Institutions with a follow-up that was held, not overdue.
    """
    flagged: int
    """
    Institutions with any flag.
    """
    flags: FlagCounts
    """
    How many have each flag.
    """


class CycleCreate(Model):
    """
    A new cycle of an area.
    """

    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it is for.
    """
    title: str
    """
    What it is called.
    """
    discussion_on: date
    """
    When the council discusses the area; it begins the cycle.
    """
    starts_on: date
    """
    Its first day.
    """
    ends_on: date | None = None
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundShape] | None = None
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`areas-alternate`), by its code.
    """


class CycleDetail(Model):
    """
    A cycle as it is answered by itself, with the reasons for which rules were set aside.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it is for.
    """
    title: str
    """
    What it is called.
    """
    discussion_on: date
    """
    When the council discusses the area; it begins the cycle.
    """
    starts_on: date
    """
    Its first day.
    """
    ends_on: date
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundPublic]
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    reasons: list[ReasonPublic]
    """
    Why rules were set aside for it.
    """


class CyclePublic(Model):
    """
    A cycle as it is answered in a list.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it is for.
    """
    title: str
    """
    What it is called.
    """
    discussion_on: date
    """
    When the council discusses the area; it begins the cycle.
    """
    starts_on: date
    """
    Its first day.
    """
    ends_on: date
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundPublic]
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """


class CycleUpdate(Model):
    """
    What changes about a cycle (JSON merge patch); its days and rounds only before it begins.
    """

    title: str | None = None
    """
    What it is called.
    """
    discussion_on: date | None = None
    """
    When the council discusses the area.
    """
    starts_on: date | None = None
    """
    Its first day.
    """
    ends_on: date | None = None
    """
    The day after its last; null: two years after the first.
    """
    rounds: list[RoundShape] | None = None
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`areas-alternate`), by its code.
    """


class DialogueCreate(Model):
    """
    A new learning dialogue, planned.
    """

    institution_id: UUID
    """
    The institution.
    """
    cycle_id: UUID
    """
    The cycle, of the institution's area.
    """
    round: int
    """
    The cycle's round, from 1.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime | None = None
    """
    When it ends; absent: after the municipality's usual length.
    """
    place: str | None = None
    """
    Where it takes place.
    """
    case_reference: str | None = None
    """
    The case in the municipality's case system.
    """
    participants: list[ParticipantShape] | None = Field([], validate_default=True)
    """
    Who takes part.
    """
    data_holder_id: UUID | None = None
    """
    The person who prepares the data, and writes the circle until it is held.
    """
    meeting_id: UUID | None = None
    """
    Shared by the dialogues of institutions that meet at once; any UUID, the same in each. They move together; who plans for all of them brings them together.
    """
    school_development_talk: bool | None = False
    """
    Whether it is the year's school development talk, too (schools only).
    """
    parent_representative_invited: bool | None = None
    """
    Whether a parent representative was invited to the school development talk (schools only).
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`outside-the-round`), by its code.
    """


class DialogueHold(Model):
    """
    What a dialogue ended in; all of it is carried out at once, or nothing.
    """

    held_on: date | None = None
    """
    The day, within the round; today if absent, never a later one.
    """
    decisions: list[DecisionShape] | None = Field([], validate_default=True)
    """
    What was decided about focus areas.
    """
    agreements: list[AgreementCreate] | None = Field([], validate_default=True)
    """
    New agreements.
    """
    taken_up: list[TakenUp] | None = Field([], validate_default=True)
    """
    What became of earlier agreements; each open one.
    """
    attended: list[UUID] | None = None
    """
    The ids of the participants who came; the others did not.
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`outside-the-round`, `one-sided-evidence`), by its code.
    """


class DialogueRound(Model):
    """
    Dialogues planned at once, a district's round say; all of them, or none.
    """

    dialogues: list[DialogueCreate]
    """
    One for each institution.
    """


class DialogueUpdate(Model):
    """
    What changes about a planned dialogue (JSON merge patch).
    """

    planned_for: AwareDatetime | None = None
    """
    When it begins.
    """
    planned_until: AwareDatetime | None = None
    """
    When it ends; absent: after the municipality's usual length.
    """
    place: str | None = None
    """
    Where it takes place.
    """
    case_reference: str | None = None
    """
    The case in the municipality's case system.
    """
    participants: list[ParticipantShape] | None = None
    """
    Who takes part. Replaces the list.
    """
    data_holder_id: UUID | None = None
    """
    The person who prepares the data, and writes the circle until it is held.
    """
    meeting_id: UUID | None = None
    """
    Shared by the dialogues of institutions that meet at once; any UUID, the same in each. They move together; who plans for all of them brings them together.
    """
    school_development_talk: bool | None = None
    """
    Whether it is the year's school development talk, too (schools only).
    """
    parent_representative_invited: bool | None = None
    """
    Whether a parent representative was invited to the school development talk (schools only).
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`outside-the-round`), by its code.
    """


class DistrictCreate(Model):
    """
    A new district.
    """

    name: str
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it.
    """


class DistrictPublic(Model):
    """
    A district as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it.
    """


class DistrictUpdate(Model):
    """
    What changes about a district (JSON merge patch).
    """

    name: str | None = None
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """


class Enumeration(Model):
    """
    The values that a field may have.
    """

    name: str
    """
    The enumeration's name in the contract.
    """
    values: list[Label]
    """
    Its values, in their order.
    """


class FollowUpHold(Model):
    """
    What a follow-up ended in; all of it is carried out at once, or nothing.
    """

    held_on: date | None = None
    """
    The day; today if absent, never a later one.
    """
    assessment: Literal["no_concern", "concern", "serious_concern"] | str
    """
    What it found; a concern opens heightened supervision.
    """
    reason: str | None = None
    """
    What the concern is, or why there is none any more; read by all who read heightened supervision, the parent board among them.
    """
    topics: list[str] | None = None
    """
    What it is about; read by its two sides only. Absent: as they were prepared.
    """
    notes: str | None = None
    """
    What was said; read by its two sides only. Absent: as they were prepared.
    """
    agreements: list[AgreementCreate] | None = Field([], validate_default=True)
    """
    New agreements: the two sides' until one of them shares them.
    """
    taken_up: list[TakenUp] | None = Field([], validate_default=True)
    """
    What became of earlier agreements.
    """
    next_due_on: date | None = None
    """
    By when the next one is due; absent: after the municipality's time for this kind.
    """


class FollowUpPublic(Model):
    """
    A follow-up as it is answered by itself; of agreements those that the caller sees.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    leader_id: UUID | None
    """
    The leader; null in a vacancy.
    """
    leader_name: str | None
    """
    The name of its leader.
    """
    chief_id: UUID | None
    """
    The chief who is to hold it, or did; null where the district has none.
    """
    chief_name: str | None
    """
    The name of its chief.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime
    """
    When it ends.
    """
    status: Literal["planned", "held", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    held_on: date | None
    """
    The day on which it was held.
    """
    assessment: Literal["no_concern", "concern", "serious_concern"] | str | None
    """
    What it found; null until it is held.
    """
    next_due_on: date | None
    """
    By when the next one is due; null until it is held.
    """
    agreements: list[AgreementPublic]
    """
    The agreements that it made.
    """
    taken_up: list[TakenUpPublic]
    """
    Earlier ones that it took up.
    """
    heightened_supervision_id: UUID | None
    """
    The heightened supervision that it opened.
    """
    corrections: list[CorrectionPublic]
    """
    What was mended since, oldest first; what was said stays with the notes.
    """


class FollowedDecision(Model):
    """
    What a held dialogue decided about a focus area, and what it rested on.
    """

    dialogue_id: UUID
    """
    The id of its dialogue.
    """
    round: int
    """
    The dialogue's round.
    """
    held_on: date
    """
    The day on which it was held.
    """
    decision: Literal["choose", "continue", "adjust", "complete", "drop", "resume"] | str
    """
    What was decided.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs were seen.
    """
    note: str | None
    """
    Why, and how.
    """
    evidence: list[ThreadEvidence] | None
    """
    What the dialogue rested on; null where its circle is not the caller's to read.
    """


class FollowedFocusArea(Model):
    """
    A focus area with what dialogues decided and rested on, what was agreed, and what came of it.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    title: str
    """
    What it is called.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    The state that it is in.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    The latest dialogue's judgement.
    """
    outcome: str | None
    """
    What came of it.
    """
    continues_id: UUID | None
    """
    The one of an earlier cycle that it goes on from.
    """
    decisions: list[FollowedDecision]
    """
    What dialogues decided, in order.
    """
    agreements: list[ThreadAgreement]
    """
    What was agreed, by the day it is due.
    """


class HeldTrace(Model):
    """
    Where something names somebody by their id: what it is and as what it names them.
    """

    resource: str
    """
    What it is, as in the contract's addresses.
    """
    thing_id: UUID | None
    """
    Which one.
    """
    part: str
    """
    The table within it.
    """
    part_id: UUID | None
    """
    Which row of that, where it has an id of its own.
    """
    named_as: str
    """
    As what it names them: `leader`, `author`, `data_holder`, ...
    """
    unit_id: UUID | None
    """
    The unit it belongs to.
    """
    words: list[HeldWords] | None
    """
    What they wrote there: in what is read of oneself, of units that one still reaches.
    """


class ImportRowPublic(Model):
    """
    A line of an import. `column`, `code` and `words` are those of its first fault.
    """

    line: int
    """
    The line of the file on which the row begins.
    """
    source_line: int | None
    """
    The line of the file that it was made from, where its column `source_line` says so.
    """
    outcome: Literal["create", "update", "unchanged", "rejected"] | str
    """
    What it would do, or did.
    """
    thing_id: UUID | None
    """
    The thing that it makes, changes or found.
    """
    column: str | None
    """
    The column of the first fault, if it is of one.
    """
    code: str | None
    """
    The first fault's name.
    """
    words: str | None
    """
    The first fault in the caller's language.
    """
    changes: list[RowChange]
    """
    What it would change, or did, column by column.
    """
    faults: list[RowFault]
    """
    All that is wrong in the line.
    """
    cells: list[RowCell]
    """
    What a rejected line says, column by column, so that it is known again; else none.
    """


class InputEvidence(Model):
    """
    Stakeholder input as it was seen, with what those whom it counts answered to a consultation.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID | None
    """
    The institution or department; null: the whole city.
    """
    institution_name: str | None
    """
    What it is called.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who is speaking; a member of a board or council writes its own voice only.
    """
    method: Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | str
    """
    How those who speak were heard.
    """
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None
    """
    The age of those who spoke; for children, young people and their councils only.
    """
    form: Literal["perspective", "recommendation"] | str
    """
    Whether it is a perspective or a recommendation.
    """
    text: str | None
    """
    What was said, for those who may read it; else null.
    """
    text_withheld: bool
    """
    Whether there are words that the caller may not read: of too few people.
    """
    people_count: int
    """
    How many people are behind it.
    """
    collected_on: date
    """
    The day on which they were heard; not in the future.
    """
    group_count: int
    """
    Of how many people its words are: of an answer, all who were counted.
    """
    consultation_id: UUID | None
    """
    The consultation that it answers.
    """
    consultation_title: str | None
    """
    What that is called.
    """
    counted_in_id: UUID | None
    """
    Of words: the input that counts who answered with them.
    """
    question: str | None
    """
    Of words: the question that they answer.
    """
    theme_id: UUID | None
    """
    The id of its theme.
    """
    theme_title: str | None
    """
    What the theme is called.
    """
    focus_area_id: UUID | None
    """
    The id of its focus area.
    """
    focus_area_title: str | None
    """
    What the focus area is called.
    """
    answer: str | None
    """
    What was done with it; read by who reads the words.
    """
    answered_on: date | None
    """
    When it was answered.
    """
    withdrawal: Literal["consent", "mistake"] | str | None
    """
    Why it was taken back; null: it was not.
    """
    withdrawn_on: date | None
    """
    When it was taken back.
    """
    redaction_reason: str | None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None
    """
    When words were taken out of it.
    """
    results: list[QuestionResult] | None
    """
    What those counted here answered to a consultation, once it has closed.
    """


class InputPiece(Model):
    """
    What somebody said as evidence; a pinned one as it was, but for words that were taken back since.
    """

    kind: Literal["stakeholder_input"] | str
    """
    What it is.
    """
    id: UUID
    """
    Its id.
    """
    quantitative: bool
    """
    false: a voice.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who speaks.
    """
    shown: InputEvidence
    """
    What was said.
    """


class InputStatistics(Model):
    """
    How many voices were heard within reach, half-year by half-year.
    """

    by: Literal["voice", "age_group", "theme", "district", "question"] | str
    """
    What was counted by.
    """
    threshold: int
    """
    Groups of fewer people than this are withheld.
    """
    half_years: list[VoicesOfHalfYear]
    """
    The half-years, the earliest first.
    """


class InputWhole(Model):
    """
    Stakeholder input as it is answered by itself.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID | None
    """
    The institution or department; null: the whole city.
    """
    institution_name: str | None
    """
    What it is called.
    """
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | str
    )
    """
    Who is speaking; a member of a board or council writes its own voice only.
    """
    method: Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | str
    """
    How those who speak were heard.
    """
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | str | None
    """
    The age of those who spoke; for children, young people and their councils only.
    """
    form: Literal["perspective", "recommendation"] | str
    """
    Whether it is a perspective or a recommendation.
    """
    text: str | None
    """
    What was said, for those who may read it; else null.
    """
    text_withheld: bool
    """
    Whether there are words that the caller may not read: of too few people.
    """
    people_count: int
    """
    How many people are behind it.
    """
    collected_on: date
    """
    The day on which they were heard; not in the future.
    """
    group_count: int
    """
    Of how many people its words are: of an answer, all who were counted.
    """
    consultation_id: UUID | None
    """
    The consultation that it answers.
    """
    consultation_title: str | None
    """
    What that is called.
    """
    counted_in_id: UUID | None
    """
    Of words: the input that counts who answered with them.
    """
    question: str | None
    """
    Of words: the question that they answer.
    """
    theme_id: UUID | None
    """
    The decided theme that it is about.
    """
    theme_title: str | None
    """
    What the theme is called.
    """
    focus_area_id: UUID | None
    """
    The institution's focus area that it is about.
    """
    focus_area_title: str | None
    """
    What the focus area is called.
    """
    answer: str | None
    """
    What was done with it; read by who reads the words.
    """
    answered_on: date | None
    """
    When it was answered.
    """
    withdrawal: Literal["consent", "mistake"] | str | None
    """
    Why it was taken back; null: it was not.
    """
    withdrawn_on: date | None
    """
    When it was taken back.
    """
    redaction_reason: str | None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None
    """
    When words were taken out of it.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it.
    """
    results: list[QuestionResult] | None
    """
    What those counted here answered to a consultation, once it has closed.
    """


class InstitutionWhole(Model):
    """
    A single institution, with what it came from and what it became.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is; its area follows.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    type: str | None
    """
    A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str
    """
    What it takes part in.
    """
    number: str | None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None
    """
    The company's eight digits.
    """
    address: str | None
    """
    Street and house number.
    """
    postal_code: str | None
    """
    Four digits.
    """
    city: str | None
    """
    The postal district.
    """
    email: str | None
    """
    The institution's mailbox.
    """
    phone: str | None
    """
    The institution's telephone.
    """
    website: str | None
    """
    An http(s) address.
    """
    active_from: date | None
    """
    The first day.
    """
    active_until: date | None
    """
    The day from which it is closed.
    """
    district_id: UUID | None
    """
    Its district; none: directly under the municipality.
    """
    district_name: str | None
    """
    The name of its district.
    """
    parent_id: UUID | None
    """
    The institution that it is a department of.
    """
    parent_name: str | None
    """
    The name of its parent.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it; replaces the list.
    """
    predecessors: list[Neighbour]
    """
    Those that go on in it, within reach.
    """
    successors: list[Neighbour]
    """
    Those in which it goes on, within reach.
    """


class MePublic(Model):
    """
    The caller: a person or a machine.
    """

    id: UUID
    """
    Its id.
    """
    kind: Literal["person", "client"] | str
    """
    Whether somebody or a machine.
    """
    name: str
    """
    What they are called.
    """
    username: str | None
    """
    null for a machine.
    """
    email: str | None
    """
    Where they are written to.
    """
    roles: list[MyRole]
    """
    The roles in force today, oldest first.
    """
    allowed: dict[str, Any]
    """
    What these roles allow, by row of the policy: `read`, `write`, `transition`.
    """


class MeasurementDetail(Model):
    """
    A measurement by itself, with what it is read beside and what was corrected.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution or department that was measured.
    """
    institution_name: str
    """
    The name of its institution.
    """
    indicator_id: UUID
    """
    What was measured.
    """
    indicator_code: str
    """
    The indicator's short name.
    """
    indicator_title: str
    """
    The title of its indicator.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str
    """
    What it is counted in.
    """
    levels: list[str]
    """
    For the unit `level`: the labels, from value 1 on.
    """
    higher_is_better: bool | None
    """
    Which way is better; null where that is not known.
    """
    package_id: UUID | None
    """
    The draft package that it belongs to; none: a running figure.
    """
    package_title: str | None
    """
    The title of its package.
    """
    half_year: str | None
    """
    The package's half-year.
    """
    period: str
    """
    `2026H1`, `2024/2025` (a school year), `2026` or `2026-03`.
    """
    breakdown: str
    """
    `all`, or one part of it such as `gender=girl`; parts do not overlap.
    """
    value: float | None
    """
    Null where it is missing or withheld.
    """
    n: int | None
    """
    How many persons it rests on; null where that is withheld.
    """
    standard_error: float | None
    """
    The figure's standard error, if it is known.
    """
    status: Literal["reported", "provisional", "missing", "suppressed"] | str
    """
    `suppressed`: withheld, since few persons could be told apart.
    """
    source: str | None
    """
    Where it comes from.
    """
    comparison: Comparison
    """
    What it is read beside.
    """
    corrections: list[CorrectionPublic]
    """
    What was mended, oldest first.
    """


class MeasurementShown(Model):
    """
    A figure as it was seen, with what it is read beside.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution or department that was measured.
    """
    institution_name: str
    """
    The name of its institution.
    """
    indicator_id: UUID
    """
    What was measured.
    """
    indicator_code: str
    """
    The indicator's short name.
    """
    indicator_title: str
    """
    The title of its indicator.
    """
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | str
    """
    What it is counted in.
    """
    levels: list[str]
    """
    For the unit `level`: the labels, from value 1 on.
    """
    higher_is_better: bool | None
    """
    Which way is better; null where that is not known.
    """
    package_id: UUID | None
    """
    The draft package that it belongs to; none: a running figure.
    """
    package_title: str | None
    """
    The title of its package.
    """
    half_year: str | None
    """
    The package's half-year.
    """
    period: str
    """
    `2026H1`, `2024/2025` (a school year), `2026` or `2026-03`.
    """
    breakdown: str
    """
    `all`, or one part of it such as `gender=girl`; parts do not overlap.
    """
    value: float | None
    """
    Null where it is missing or withheld.
    """
    n: int | None
    """
    How many persons it rests on; null where that is withheld.
    """
    standard_error: float | None
    """
    The figure's standard error, if it is known.
    """
    status: Literal["reported", "provisional", "missing", "suppressed"] | str
    """
    `suppressed`: withheld, since few persons could be told apart.
    """
    source: str | None
    """
    Where it comes from.
    """
    comparison: Comparison
    """
    What it is read beside.
    """


class NotesPublic(Model):
    """
    What was said in a follow-up: for its two sides, and each reading is recorded.
    """

    follow_up_id: UUID
    """
    The id of its follow up.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    topics: list[str]
    """
    What it is about.
    """
    notes: str | None
    """
    What was said.
    """
    remarks: list[RemarkPublic]
    """
    The leader's remarks, oldest first.
    """
    corrections: list[CorrectionPublic]
    """
    What was mended in them, oldest first.
    """


class ObservationFeedback(Model):
    """
    Written feedback: every point of the guide, and the whole.
    """

    points: list[SaidPoint]
    """
    What is said at each point of the guide.
    """
    feedback: str
    """
    The feedback as a whole. No names of children.
    """
    oral_feedback_on: date | None = None
    """
    The day on which the observers told the institution what they saw.
    """


class ObservationGuideCreate(Model):
    """
    The first edition of a new guide, as a draft.
    """

    title: str
    """
    What the guide is called.
    """
    learning_environment: str
    """
    What a learning environment is, in this guide.
    """
    look_for: str
    """
    What to look for, in words for the observers.
    """
    points: list[PointShape]
    """
    The points to feed back on, in their order.
    """


class ObservationGuidePublic(Model):
    """
    An edition of a guide as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    series_id: UUID
    """
    The same for all editions of a guide: the first one's id.
    """
    edition: int
    """
    Which edition it is, from 1.
    """
    title: str
    """
    What the guide is called.
    """
    learning_environment: str
    """
    What a learning environment is, in this guide.
    """
    look_for: str
    """
    What to look for, in words for the observers.
    """
    points: list[PointPublic]
    """
    The points to feed back on, in their order.
    """
    status: Literal["draft", "published", "superseded"] | str
    """
    The state that it is in.
    """
    published_on: date | None
    """
    When it was published.
    """


class ObservationGuideUpdate(Model):
    """
    What changes about a draft (JSON merge patch).
    """

    title: str | None = None
    """
    What the guide is called.
    """
    learning_environment: str | None = None
    """
    What a learning environment is, in this guide.
    """
    look_for: str | None = None
    """
    What to look for, in words for the observers.
    """
    points: list[PointShape] | None = None
    """
    The points to feed back on, in their order. Replaces the list.
    """


class ObservationLine(Model):
    """
    An observation as it is answered in a list; what the caller may not read of its feedback is null.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    guide_id: UUID
    """
    The id of its guide.
    """
    guide_title: str
    """
    The title of its guide.
    """
    guide_edition: int
    """
    Which edition of the guide it is.
    """
    purpose: str | None
    """
    What the institution wants to learn from it.
    """
    focus_area_id: UUID | None
    """
    The id of its focus area.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    planned_for: AwareDatetime
    """
    When it is to begin.
    """
    observers: list[ObserverPublic]
    """
    Who observes.
    """
    status: Literal["planned", "observed", "fed_back", "shared", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    observed_on: date | None
    """
    The day on which it took place.
    """
    oral_feedback_on: date | None
    """
    The day on which the observers told the institution what they saw.
    """
    fed_back_on: date | None
    """
    The day on which the written feedback was given.
    """
    feedback: str | None
    """
    The feedback as a whole.
    """
    points: list[FeedbackPointPublic] | None
    """
    The feedback by point.
    """
    reply: Literal["accurate", "inaccurate"] | str | None
    """
    Whether the institution knows itself again in it.
    """
    reply_text: str | None
    """
    The institution's words about it.
    """
    replied_on: date | None
    """
    When the institution replied.
    """
    feedback_withheld: bool
    """
    Whether there is feedback that the caller may not read.
    """
    shared_on: date | None
    """
    When the leader shared the feedback.
    """
    redaction_reason: str | None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None
    """
    When words were taken out of it.
    """


class ObservationPublic(Model):
    """
    An observation as it is answered by itself.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution or department that is observed.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    guide_id: UUID
    """
    The published edition of a guide that it goes by.
    """
    guide_title: str
    """
    The title of its guide.
    """
    guide_edition: int
    """
    Which edition of the guide it is.
    """
    purpose: str | None
    """
    What the institution wants to learn from it.
    """
    focus_area_id: UUID | None
    """
    The institution's focus area that it serves, if one.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    planned_for: AwareDatetime
    """
    When it is to begin.
    """
    observers: list[ObserverPublic]
    """
    Who observes.
    """
    status: Literal["planned", "observed", "fed_back", "shared", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    observed_on: date | None
    """
    The day on which it took place.
    """
    oral_feedback_on: date | None
    """
    The day on which the observers told the institution what they saw.
    """
    fed_back_on: date | None
    """
    The day on which the written feedback was given.
    """
    feedback: str | None
    """
    The feedback as a whole.
    """
    points: list[FeedbackPointPublic] | None
    """
    The feedback by point.
    """
    reply: Literal["accurate", "inaccurate"] | str | None
    """
    Whether the institution knows itself again in it.
    """
    reply_text: str | None
    """
    The institution's words about it.
    """
    replied_on: date | None
    """
    When the institution replied.
    """
    feedback_withheld: bool
    """
    Whether there is feedback that the caller may not read.
    """
    shared_on: date | None
    """
    When the leader shared the feedback.
    """
    redaction_reason: str | None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None
    """
    When words were taken out of it.
    """
    corrections: list[CorrectionPublic]
    """
    What was mended since, oldest first.
    """


class ObservationShown(Model):
    """
    Feedback as evidence: what the caller may not read of it is null.
    """

    id: UUID
    """
    Its id.
    """
    institution_id: UUID
    """
    The institution or department that is observed.
    """
    institution_name: str
    """
    The name of its institution.
    """
    guide_title: str
    """
    The title of its guide.
    """
    guide_edition: int
    """
    Which edition of the guide it is.
    """
    purpose: str | None
    """
    What the institution wants to learn from it.
    """
    focus_area_id: UUID | None
    """
    The institution's focus area that it serves, if one.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    observers: list[ObserverPublic]
    """
    Who observed.
    """
    observed_on: date | None
    """
    The day on which it took place.
    """
    oral_feedback_on: date | None
    """
    The day on which the observers told the institution what they saw.
    """
    fed_back_on: date | None
    """
    The day on which the written feedback was given.
    """
    text: str | None
    """
    The feedback as a whole.
    """
    points: list[FeedbackPointPublic] | None
    """
    The feedback by point.
    """
    reply: Literal["accurate", "inaccurate"] | str | None
    """
    Whether the institution knows itself again in it.
    """
    reply_text: str | None
    """
    The institution's words about it.
    """
    replied_on: date | None
    """
    When the institution replied.
    """
    shared_on: date | None
    """
    When the leader shared the feedback.
    """
    text_withheld: bool
    """
    Whether there is feedback that the caller may not read.
    """
    redaction_reason: str | None = None
    """
    Why words were taken out of it.
    """
    redacted_on: date | None = None
    """
    When words were taken out of it.
    """


class PackagePublic(Model):
    """
    A data package as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    The kind of institution that it is made for.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    half_year: str
    """
    The half-year whose dialogues it is for, such as `2026H1`.
    """
    title: str
    """
    What it is called.
    """
    themes: list[ThemeServed]
    """
    The themes that it serves.
    """
    status: Literal["draft", "released", "withdrawn"] | str
    """
    The state that it is in.
    """
    revision: int
    """
    1, and one more for each that supersedes another.
    """
    supersedes_id: UUID | None
    """
    The id of its supersedes.
    """
    superseded_by_id: UUID | None
    """
    The released revision that counts instead of it.
    """
    released_on: date | None
    """
    Since when the institutions see it.
    """
    withdrawn_on: date | None
    """
    When it was taken back.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it; replaces the list.
    """


class PersonData(Model):
    """
    All that is held about one person (article 15 of the GDPR), in a form that a machine reads.
    """

    id: UUID
    """
    Its id.
    """
    name: str
    """
    Their name.
    """
    username: str
    """
    What they sign in with.
    """
    email: str | None
    """
    Their work address.
    """
    active: bool
    """
    Whether they may sign in.
    """
    has_password: bool
    """
    Whether a password is kept, as a hash that cannot be read back.
    """
    first_password_until: AwareDatetime | None
    """
    Until when that one, given by others, is good.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    erased_on: date | None
    """
    The day on which they were erased.
    """
    calendar_made_at: AwareDatetime | None
    """
    When the secret address of their calendar was made.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call them.
    """
    grants: list[HeldGrant]
    """
    Their roles, ended ones too.
    """
    sign_ins: list[HeldSignIn]
    """
    Their sign-ins that are kept.
    """
    traces: list[HeldTrace]
    """
    Where they are named, and what they wrote.
    """
    journal: HeldJournal
    """
    What the journal says of them.
    """


class PersonPublic(Model):
    """
    A person as they are shown: to those who plan, with name and roles; to administrators in full.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Their name.
    """
    active: bool
    """
    Whether they may sign in.
    """
    username: str | None
    """
    null unless the reader may read people in full.
    """
    email: str | None
    """
    null unless the reader may read people in full.
    """
    first_password_until: AwareDatetime | None
    """
    Until when their first password is good; null: they have one of their own, or none, or it is not for the reader to know.
    """
    roles: list[PersonRole]
    """
    Today's roles, at units within the reader's reach.
    """
    erased_on: date | None
    """
    The day on which they were erased; what they did stays without a name.
    """


class Problem(Model):
    """
    A refusal (RFC 9457). `errors` lists all faults of the request at once.
    """

    type: str
    """
    The address that explains the refusal.
    """
    code: str
    """
    The refusal's name; programs look at this.
    """
    title: str
    """
    What is the matter, in the caller's language.
    """
    status: int
    """
    The HTTP status.
    """
    detail: str
    """
    What can be done about it.
    """
    instance: str
    """
    The address by its template, with `{id}` in braces as in this contract, not the id.
    """
    request_id: str
    """
    Give this to the operator.
    """
    retryable: bool
    """
    Whether the same request may succeed later.
    """
    audience: Literal["user", "developer", "operator"] | str
    """
    Who can mend it.
    """
    overridable: bool | None = None
    """
    Whether the rule may be set aside with `because`.
    """
    errors: list[ProblemError]
    """
    Every fault, with its place; the first thousand.
    """
    current_version: int | None = None
    """
    With `changed-meanwhile`: the version that it has by now.
    """
    line: int | None = None
    """
    With a file that cannot be read: the line of it.
    """
    rejected: int | None = None
    """
    With `plan-has-rejected-rows`: how many of the plan's rows are refused.
    """
    rows_changed: int | None = None
    """
    With `plan-outdated` and `import-changed-since`: at least so many rows stand in the way.
    """
    rows: list[ProblemRow] | None = None
    """
    With `plan-outdated` and `import-changed-since`: these rows, the first thousand.
    """
    error: str | None = None
    """
    At `/v1/token` and `/v1/token/revoke`: the error of RFC 6749.
    """
    error_description: str | None = None
    """
    At `/v1/token` and `/v1/token/revoke`: `title` in English.
    """


class SupervisionLine(Model):
    """
    Where an institution stands. What comes from follow-ups is null for those whom it is not for.
    """

    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str
    """
    What it takes part in.
    """
    district_id: UUID | None
    """
    The id of its district.
    """
    district_name: str | None
    """
    The name of its district.
    """
    round: SupervisionRound | None
    """
    The round that today falls in; null outside of cycles, and where it takes part in follow-ups only.
    """
    dialogue: SupervisionDialogue | None
    """
    The round's dialogue, cancelled ones aside.
    """
    lacking: list[Literal["no_quantitative", "no_qualitative", "no_child_voice", "no_parent_voice"] | str] | None
    """
    What the evidence lacks: of what the held dialogue rested on, before that of what is there; null without a round.
    """
    focus_areas: list[SupervisionTheme]
    """
    Its focus areas, by theme.
    """
    agreements_open: int
    """
    Open agreements that the caller sees.
    """
    agreements_overdue: int
    """
    Those of them whose day has passed.
    """
    with_follow_ups: bool
    """
    Whether the caller is shown what comes from follow-ups.
    """
    last_follow_up: LastFollowUp | None
    """
    The last one that was held.
    """
    next_follow_up: NextFollowUp | None
    """
    The next one that is planned.
    """
    heightened_supervision: list[OpenHeightenedSupervision] | None
    """
    What is open, its departments' too.
    """
    flags: list[
        Literal[
            "dialogue_overdue",
            "no_focus_area",
            "one_sided_evidence",
            "no_child_voice",
            "no_parent_voice",
            "agreement_overdue",
            "follow_up_overdue",
            "action_plan_missing",
            "heightened_supervision",
        ]
        | str
    ]
    """
    What to look at.
    """


class SupervisionSummary(Model):
    """
    How far all in reach have come, by district and kind.
    """

    as_of: date
    """
    The day that it is about (Danish civil time).
    """
    groups: list[SupervisionGroup]
    """
    By district and kind; none is ranked.
    """
    total: Coverage
    """
    All of them together.
    """


class ThemeThread(Model):
    """
    A theme's thread: within the caller's reach, or for council and networks the counts of the whole.
    """

    theme: ThreadTheme
    """
    Where it begins.
    """
    counts: ThreadCounts
    """
    How much there is at each step.
    """
    discussions: list[ThreadDiscussion] | None
    """
    Institutions' discussions of it; null for who sees counts only.
    """
    focus_areas: list[ThreadFocusArea] | None
    """
    The focus areas that lean on it; null for who sees counts only.
    """


class Vocabulary(Model):
    """
    Every enumeration of the contract.
    """

    enumerations: list[Enumeration]
    """
    The enumerations by name.
    """


class FigurePiece(Model):
    """
    A figure as evidence; a pinned one as it was.
    """

    kind: Literal["measurement"] | str
    """
    What it is.
    """
    id: UUID
    """
    Its id.
    """
    quantitative: bool
    """
    true: a figure.
    """
    voice: None
    """
    A figure has no voice.
    """
    shown: MeasurementShown
    """
    The figure with its comparisons.
    """


class FocusAreaThread(Model):
    """
    The thread from a focus area's end: back to its theme, on to its results, and to the cycles beside.
    """

    theme: ThreadTheme
    """
    The theme that it leans on.
    """
    discussions: list[ThreadDiscussion]
    """
    The institution's discussions of it.
    """
    focus_area: FollowedFocusArea
    """
    The focus area with all that came of it.
    """
    continues: RelatedFocusArea | None
    """
    The one of an earlier cycle that it goes on from.
    """
    continued_by: list[RelatedFocusArea]
    """
    Those that go on from it.
    """


class ObservationPiece(Model):
    """
    Feedback of an observation as evidence; a pinned one as it was, but for words that were taken back since.
    """

    kind: Literal["observation"] | str
    """
    What it is.
    """
    id: UUID
    """
    Its id.
    """
    quantitative: bool
    """
    false: what colleagues saw.
    """
    voice: None
    """
    Colleagues who observe are no voice.
    """
    shown: ObservationShown
    """
    What was fed back.
    """


class AgendaPublic(Model):
    """
    All that the meeting needs, in one answer; of a held dialogue what it dealt with, of a cancelled one nothing.
    """

    dialogue: DialogueLine
    """
    Its planning.
    """
    participants: list[ParticipantPublic]
    """
    Who takes part.
    """
    agreements: list[AgreementPublic]
    """
    Open ones, to be taken up; once it is held, those that it took up.
    """
    focus_areas: list[AgendaFocusArea]
    """
    Those proposed or chosen; once it is held, those it decided about.
    """
    evidence: list[FigurePiece | InputPiece | ObservationPiece]
    """
    What it can rest on; once it is held, what it rested on.
    """
    lacking: list[Literal["no_quantitative", "no_qualitative", "no_child_voice", "no_parent_voice"] | str]
    """
    What the evidence lacks.
    """
    prompts: list[PromptPublic]
    """
    What the circle asks.
    """


class DialoguePublic(Model):
    """
    A dialogue as it is answered by itself; what the caller may not read of it is null.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    cycle_id: UUID
    """
    The cycle, of the institution's area.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    round: int
    """
    The cycle's round, from 1.
    """
    planned_for: AwareDatetime
    """
    When it begins.
    """
    planned_until: AwareDatetime
    """
    When it ends.
    """
    place: str | None
    """
    Where it takes place.
    """
    case_reference: str | None
    """
    The case in the municipality's case system.
    """
    data_holder_id: UUID | None
    """
    The person who prepares the data, and writes the circle until it is held.
    """
    data_holder_name: str | None
    """
    The name of its data holder.
    """
    meeting_id: UUID | None
    """
    Shared by the dialogues of institutions that meet at once.
    """
    school_development_talk: bool
    """
    Whether it is the year's school development talk, too (schools only).
    """
    parent_representative_invited: bool | None
    """
    Whether a parent representative was invited to the school development talk (schools only).
    """
    status: Literal["planned", "held", "cancelled"] | str
    """
    The state that it is in.
    """
    cancellation: str | None
    """
    Why it does not take place.
    """
    held_on: date | None
    """
    The day on which it was held.
    """
    prompts_number: int | None
    """
    The revision of the circle's prompts that it was held by.
    """
    participants: list[ParticipantPublic]
    """
    Who takes part.
    """
    circle: list[EntryPublic] | None
    """
    Its circle, in the order of the steps.
    """
    evidence: list[FigurePiece | InputPiece | ObservationPiece] | None
    """
    What it rested on, pinned.
    """
    decisions: list[DecisionPublic] | None
    """
    What was decided about focus areas.
    """
    agreements: list[AgreementPublic] | None
    """
    The agreements that it made.
    """
    taken_up: list[TakenUpPublic] | None
    """
    Earlier ones that it took up.
    """
    corrections: list[CorrectionPublic]
    """
    What was mended since, oldest first.
    """
    reasons: list[ReasonPublic]
    """
    Why rules were set aside.
    """


class EvidencePublic(Model):
    """
    The three kinds of evidence side by side for one institution and round; each piece is cited by kind and id.
    """

    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    What it is called.
    """
    cycle_id: UUID
    """
    The id of its cycle.
    """
    round: int
    """
    The cycle's round.
    """
    half_year: str
    """
    The round's half-year.
    """
    measurements: list[FigurePiece]
    """
    The half-year's figures, else the latest, with their comparisons.
    """
    observations: list[ObservationPiece]
    """
    Feedback of observations.
    """
    stakeholder_input: list[InputPiece]
    """
    What was said since the last held dialogue, else since the cycle began.
    """
    lacking: list[Literal["no_quantitative", "no_qualitative", "no_child_voice", "no_parent_voice"] | str]
    """
    What the evidence lacks.
    """
