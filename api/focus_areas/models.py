"""FocusArea: the table and its enumerations, among them the decisions of dialogues."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text
from api.redaction.registry import declare


class FocusAreaStatus(StrEnum):
    """The status of a focus area; only dialogues change it."""

    proposed = "proposed"
    chosen = "chosen"
    completed = "completed"
    dropped = "dropped"


class Decision(StrEnum):
    """A dialogue's decision about a focus area."""

    choose = "choose"
    continue_ = "continue"
    adjust = "adjust"
    complete = "complete"
    drop = "drop"
    resume = "resume"


class Development(StrEnum):
    """How far the expected signs are seen, as assessed by a dialogue."""

    none = "none"
    some = "some"
    clear = "clear"
    reached = "reached"


class SharedWith(StrEnum):
    """Who else may read a focus area: nobody, or leaders, staff and networks in the whole municipality."""

    own = "own"
    city = "city"


class FocusArea(ResourceModel, table=True):
    """What an institution chooses to strengthen, based on a theme.

    `challenge` is the concrete challenge in the centre of the learning circle, `signs` are what will be seen when the
    work succeeds, `development` is the latest dialogue's assessment, and `continues_id` the focus area of an earlier
    cycle that it continues.
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


# --- stored text, for redaction ---

declare(FocusArea, fields=("title", "challenge", "goal", "signs", "outcome"), marks_in_place=True)
