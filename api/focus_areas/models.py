"""FocusArea: the table and its shapes; the decisions that dialogues make about it."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text


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


class FocusArea(ResourceModel, table=True):
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
    title_key: str = Column(sa_type=bytewise_text())
    challenge: str | None = Column(default=None, sa_type=Text)
    goal: str | None = Column(default=None, sa_type=Text)
    signs: str | None = Column(default=None, sa_type=Text)
    status: FocusAreaStatus = Column(default=FocusAreaStatus.proposed, sa_type=EnumText)
    outcome: str | None = Column(default=None, sa_type=Text)
    development: Development | None = Column(default=None, sa_type=EnumText)
    continues_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    shared_with: SharedWith = Column(default=SharedWith.own, sa_type=EnumText)
