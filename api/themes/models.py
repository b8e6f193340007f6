"""Theme: the table and its shapes."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy import Index, Text

from api.core.columns import Choice, Column, Day, Id, Line, OneOf, ShortLine, Thing, Words, bytewise, json_column
from api.core.pages import Window
from api.core.shapes import Patch, Shape, ThingPublic
from api.institutions.models import Area, Kind


class ThemeStatus(StrEnum):
    """How far a theme has come; `decided` ones are seen by the institutions."""

    proposed = "proposed"
    decided = "decided"
    withdrawn = "withdrawn"


class Theme(Thing, table=True):
    """What the council decided that an area should work on in a cycle; it addresses one or more kinds of institution.

    `report_id` is the quality report that it came from, if any: a bare id, since reports stand above themes.
    """

    __tablename__ = "theme"
    __table_args__ = (Index("theme_by_title", "title_key", "id"), Index("theme_by_change", "updated_at", "id"))
    resource = "themes"

    cycle_id: UUID = Column(foreign_key="cycle.id", index=True)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    description: str | None = Column(default=None, sa_type=Text)
    kinds: list[str] = Column(sa_type=json_column())
    status: ThemeStatus = Column(default=ThemeStatus.proposed, sa_type=Choice)
    decided_on: date | None = Column(default=None)
    case_reference: str | None = Column(default=None, max_length=64)
    report_id: UUID | None = Column(default=None, index=True)


_KINDS = "The kinds of institution that it addresses."
_CASE = "The council's case, in the municipality's case system."
_REPORT = "The quality report that it came from."


class ThemeCreate(Shape):
    """A new theme, proposed."""

    cycle_id: Id = Field(description="The cycle that it is for.")
    title: Line = Field(description="What it is called.")
    description: Words | None = Field(None, description="What the council wants with it.")
    kinds: list[OneOf[Kind]] = Field(min_length=1, max_length=3, description=_KINDS)
    case_reference: ShortLine | None = Field(None, description=_CASE)
    report_id: Id | None = Field(None, description=_REPORT)


class ThemeUpdate(Patch):
    """What changes about a theme (JSON merge patch); once it is decided, its case and report only."""

    cycle_id: Id = Field(UUID(int=0), description="The cycle that it is for.")
    title: Line = Field("", description="What it is called.")
    description: Words | None = Field(None, description="What the council wants with it.")
    kinds: list[OneOf[Kind]] = Field([], min_length=1, max_length=3, description=_KINDS)
    case_reference: ShortLine | None = Field(None, description=_CASE)
    report_id: Id | None = Field(None, description=_REPORT)


class ThemeDecide(Shape):
    """The council's decision on a theme."""

    decided_on: Day | None = Field(None, description="When it was decided; today if absent.")
    case_reference: ShortLine | None = Field(None, description=_CASE + " Absent: as it was.")


class ThemePublic(ThingPublic):
    """A theme as it is answered."""

    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    area: Area
    title: str = Field(max_length=200)
    description: str | None = Field(max_length=10_000)
    kinds: list[Kind] = Field(max_length=3)
    status: ThemeStatus
    decided_on: date | None = Field(description="When the council decided it.")
    case_reference: str | None = Field(max_length=64)
    report_id: UUID | None


class ThemeQuery(Window):
    """The filters of the list of themes."""

    q: Line | None = Field(None, description="Words in the title.")
    cycle_id: Id | None = Field(None, description="Only of this cycle.")
    area: Area | None = Field(None, description="Only of this area.")
    kind: Kind | None = Field(None, description="Only those that address this kind of institution.")
    status: ThemeStatus | None = Field(None, description="Only in this status.")
