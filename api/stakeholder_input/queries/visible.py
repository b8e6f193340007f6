"""Listing of the stakeholder input visible to the caller, and the conditions on reading its text and changing it."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, WRITE, Permission
from api.consultations.models import Consultation
from api.db.external_ids import external_ids_of
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.stakeholder_input.models import Input
from api.themes.models import Theme

READ_INPUT, WRITE_INPUT = Permission("stakeholder_input", READ), Permission("stakeholder_input", WRITE)
TEXT_READER_ROLES = (Role.leader, Role.staff, Role.chief)
"""Roles that read the text of input whatever the number of people behind it."""

_TEXT_THRESHOLD = bindparam("words_from_people", type_=Integer())  # a setting, among the parameters of the scope
_WRITTEN_BY_CALLER = and_(
    col(Input.author_id) == bindparam("caller_id", type_=Uuid()), reach.unit_in_reach(col(Input.unit_id), WRITE_INPUT)
)
MAY_CHANGE = or_(
    reach.unit_in_reach(col(Input.unit_id), WRITE_INPUT, col(Grant.role).in_([str(Role.leader), str(Role.staff)])),
    _WRITTEN_BY_CALLER,
)
"""Who may change input: leader and staff any of their unit's; others what they wrote, as they may not read the rest."""
# Free text in answer to a consultation belongs to the group in which its author was counted.
_counting_input = aliased(Input, name="counted")
_GROUP_SIZE = func.coalesce(
    select(col(_counting_input.people_count))
    .where(col(_counting_input.id) == col(Input.counted_in_id))
    .scalar_subquery(),
    col(Input.people_count),
)
_TEXT_VISIBLE = or_(
    _GROUP_SIZE >= _TEXT_THRESHOLD,
    reach.unit_in_reach(col(Input.unit_id), READ_INPUT, col(Grant.role).in_([str(role) for role in TEXT_READER_ROLES])),
    _WRITTEN_BY_CALLER,
)


def _inputs(text: Any, answer: Any, text_withheld: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *(
                col(getattr(Input, name))
                for name in (
                    "id",
                    "version",
                    "created_at",
                    "updated_at",
                    "voice",
                    "method",
                    "age_group",
                    "form",
                    "people_count",
                    "collected_on",
                    "theme_id",
                    "focus_area_id",
                    "answered_on",
                    "withdrawal",
                    "withdrawn_on",
                    "redaction_reason",
                    "redacted_on",
                    "consultation_id",
                    "counted_in_id",
                    "question",
                )
            ),
            _GROUP_SIZE.label("group_count"),
            col(Consultation.title).label("consultation_title"),
            text.label("text"),
            answer.label("answer"),
            text_withheld.label("text_withheld"),
            col(Institution.id).label("institution_id"),
            col(Institution.name).label("institution_name"),
            col(Theme.title).label("theme_title"),
            col(FocusArea.title).label("focus_area_title"),
            external_ids_of("stakeholder-input", col(Input.id)).label("external_ids"),
        )
        .outerjoin(Institution, col(Institution.id) == col(Input.unit_id))
        .outerjoin(Theme, col(Theme.id) == col(Input.theme_id))
        .outerjoin(FocusArea, col(FocusArea.id) == col(Input.focus_area_id))
        .outerjoin(Consultation, col(Consultation.id) == col(Input.consultation_id))
    )


UNSCOPED_TEXT = _inputs(col(Input.text), col(Input.answer), false())
"""Input with its text, not limited to the caller's reach: users of this select apply their own scope."""

# The answer usually repeats what the input says, so it is visible to the same readers as the text.
_text, _answer = (case((_TEXT_VISIBLE, column), else_=null()) for column in (col(Input.text), col(Input.answer)))
_has_text = or_(col(Input.text).is_not(None), col(Input.answer).is_not(None))
_text_withheld = case((and_(_has_text, ~_TEXT_VISIBLE), true()), else_=false())
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


def _equals(column: Any, name: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == bindparam(name, type_=Uuid() if name.endswith("_id") else String())
    return condition


def _is_set(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that the column is not null if the parameter is true, and null if it is false."""
    return case((column.is_not(None), true()), else_=false()) == bindparam(name)


INPUTS = Listing(
    name="stakeholder-input",
    select=_inputs(_text, _answer, _text_withheld).where(
        or_(reach.unit_in_reach(col(Input.unit_id), READ_INPUT), _WRITTEN_BY_CALLER)
    ),
    gate=reach.access_check(READ_INPUT, WRITE_INPUT),
    id=col(Input.id),
    sorts={"collected_on": col(Input.collected_on), "updated_at": col(Input.updated_at)},
    filters={
        "updated_since": col(Input.updated_at) >= bindparam("updated_since"),
        "institution_id": _equals(col(Input.unit_id), "institution_id"),
        "district_id": reach.unit_at_or_below(col(Input.unit_id), "district_id"),
        "kind": _equals(col(Institution.kind), "kind"),
        "area": and_(col(Institution.id).is_not(None), _equals(_area, "area")),
        "voice": _equals(col(Input.voice), "voice"),
        "method": _equals(col(Input.method), "method"),
        "age_group": _equals(col(Input.age_group), "age_group"),
        "form": _equals(col(Input.form), "form"),
        "cycle_id": _equals(col(Theme.cycle_id), "cycle_id"),
        "theme_id": _equals(col(Input.theme_id), "theme_id"),
        "focus_area_id": _equals(col(Input.focus_area_id), "focus_area_id"),
        "consultation_id": _equals(col(Input.consultation_id), "consultation_id"),
        "answered": _is_set(col(Input.answered_on), "answered"),
        "withdrawn": _is_set(col(Input.withdrawal), "withdrawn"),
        "from": col(Input.collected_on) >= bindparam("from", type_=Date()),
        "to": col(Input.collected_on) < bindparam("to", type_=Date()),
    },
    default_sort="-collected_on",
)
