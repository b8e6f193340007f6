"""FocusArea: the table and its shapes; the decisions that dialogues make about it."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy import Index, Text

from api.core.columns import Choice, Column, Id, Line, OneOf, Thing, Words, bytewise
from api.core.pages import Window
from api.core.shapes import Patch, Shape, ThingPublic
from api.institutions.models import Area, Kind


class FocusAreaStatus(StrEnum):
    """Where a focus area stands; only dialogues move it."""

    proposed = "proposed"
    chosen = "chosen"
    completed = "completed"
    dropped = "dropped"


class Decision(StrEnum):
    """What a dialogue decides about a focus area."""

    choose = "choose"
    continue_ = "continue"
    adjust = "adjust"
    complete = "complete"
    drop = "drop"
    resume = "resume"


class Development(StrEnum):
    """How far the signs are seen, as a dialogue judges it."""

    none = "none"
    some = "some"
    clear = "clear"
    reached = "reached"


class SharedWith(StrEnum):
    """Who else may read a focus area: nobody, or leaders, staff and networks across the city."""

    own = "own"
    city = "city"


class FocusArea(Thing, table=True):
    """What an institution chooses to strengthen, leaning on a theme.

    `challenge` is the concrete challenge in the circle's centre, `signs` what will be seen when it works;
    `development` is the latest dialogue's judgement; `continues_id` the one of the cycle before that it goes on from.
    """

    __tablename__ = "focus_area"
    __table_args__ = (
        Index("focus_area_by_change", "updated_at", "id"),
        Index("focus_area_by_title", "title_key", "id"),
        Index("focus_area_of_institution", "institution_id", "updated_at", "id"),
        Index("focus_area_of_theme", "theme_id", "updated_at", "id"),
    )
    resource = "focus-areas"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id")
    theme_id: UUID = Column(foreign_key="theme.id")
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    challenge: str | None = Column(default=None, sa_type=Text)
    goal: str | None = Column(default=None, sa_type=Text)
    signs: str | None = Column(default=None, sa_type=Text)
    status: FocusAreaStatus = Column(default=FocusAreaStatus.proposed, sa_type=Choice)
    outcome: str | None = Column(default=None, sa_type=Text)
    development: Development | None = Column(default=None, sa_type=Choice)
    continues_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    shared_with: SharedWith = Column(default=SharedWith.own, sa_type=Choice)


_CHALLENGE = "The concrete challenge in the centre of the learning circle."
_GOAL = "What is to become better."
_SIGNS = "What will be seen when it works."
_STATUS = "Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one."


class FocusAreaFields(Shape):
    """What can be said of a focus area when it is proposed and later; all optional."""

    challenge: Words | None = Field(None, description=_CHALLENGE)
    goal: Words | None = Field(None, description=_GOAL)
    signs: Words | None = Field(None, description=_SIGNS)
    continues_id: Id | None = Field(None, description="The one of an earlier cycle that it goes on from.")
    shared_with: OneOf[SharedWith] = Field(SharedWith.own, description="Who else may read it.")
    status: OneOf[FocusAreaStatus] = Field(FocusAreaStatus.proposed, description=_STATUS)


class FocusAreaCreate(FocusAreaFields):
    """A proposed focus area."""

    institution_id: Id = Field(description="The institution that is to work on it.")
    theme_id: Id = Field(description="The decided theme that it leans on.")
    title: Line = Field(description="What it is called.")


class FocusAreaUpdate(FocusAreaFields, Patch):
    """What changes about a focus area that is proposed or chosen (JSON merge patch)."""

    theme_id: Id = Field(UUID(int=0), description="The decided theme that it leans on; only while it is proposed.")
    title: Line = Field("", description="What it is called.")
    outcome: Words | None = Field(None, description="What came of it.")


class FocusAreaPublic(ThingPublic):
    """A focus area as it is answered; who reads it as shared with the city does not see its development."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    theme_id: UUID
    theme_title: str = Field(max_length=200)
    cycle_id: UUID
    area: Area
    title: str = Field(max_length=200)
    challenge: str | None = Field(max_length=10_000)
    goal: str | None = Field(max_length=10_000)
    signs: str | None = Field(max_length=10_000)
    status: FocusAreaStatus
    outcome: str | None = Field(max_length=10_000)
    development: Development | None = Field(description="How far its signs are seen, by the latest dialogue.")
    continues_id: UUID | None
    shared_with: SharedWith


class FocusAreaQuery(Window):
    """The filters of the list of focus areas."""

    q: Line | None = Field(None, description="Words in the title.")
    institution_id: Id | None = Field(None, description="Only of this institution.")
    district_id: Id | None = Field(None, description="Only of institutions in this district.")
    theme_id: Id | None = Field(None, description="Only those that lean on this theme.")
    cycle_id: Id | None = Field(None, description="Only of this cycle.")
    area: Area | None = Field(None, description="Only of this area.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    status: FocusAreaStatus | None = Field(None, description="Only in this status.")
    shared_with: SharedWith | None = Field(None, description="Only shared like this.")
