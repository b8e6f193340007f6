"""Listing of the consultations visible to the caller."""

from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, Uuid, bindparam, case, false, or_, select
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor
from api.access.roles import READ, WRITE, Permission
from api.consultations.models import Consultation, ConsultationState
from api.db.sql_functions import any_of
from api.http.pagination import Listing
from api.themes.models import Theme

READ_CONSULTATIONS, WRITE_CONSULTATIONS = Permission("consultations", READ), Permission("consultations", WRITE)
_TODAY = bindparam("today", type_=Date())


def _ancestor_ids(descendants: ColumnElement[bool]) -> Select[UUID]:
    """Return a select of the units above the `descendants` today, including these units themselves."""
    return select(col(UnitAncestor.ancestor_id)).where(
        descendants,
        col(UnitAncestor.upward) == false(),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )


# A consultation of a unit covers the institutions below it, so those who read consultations at one of these read it.
_covers_unit_within_reach = any_of(
    col(Consultation.unit_id), _ancestor_ids(col(UnitAncestor.unit_id).in_(reach.reachable_units(READ_CONSULTATIONS)))
)
_covers_institution = any_of(
    col(Consultation.unit_id), _ancestor_ids(col(UnitAncestor.unit_id) == bindparam("institution_id", type_=Uuid()))
)
_state = case(
    (col(Consultation.opens_on) > _TODAY, ConsultationState.planned.value),
    (col(Consultation.closes_on) > _TODAY, ConsultationState.open.value),
    else_=ConsultationState.closed.value,
)

CONSULTATIONS = Listing(
    name="consultations",
    select=select(
        *(
            getattr(Consultation, name)
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "unit_id",
                "title",
                "purpose",
                "privacy_notice",
                "questions",
                "theme_id",
                "opens_on",
                "closes_on",
            )
        ),
        _state.label("state"),
        col(Unit.name).label("unit_name"),
        col(Unit.kind).label("unit_kind"),
        col(Theme.title).label("theme_title"),
    )
    .join(Unit, col(Unit.id) == col(Consultation.unit_id))
    .outerjoin(Theme, col(Theme.id) == col(Consultation.theme_id))
    .where(or_(reach.unit_in_reach(col(Consultation.unit_id), READ_CONSULTATIONS), _covers_unit_within_reach)),
    gate=reach.access_check(READ_CONSULTATIONS),
    id=col(Consultation.id),
    sorts={
        "opens_on": col(Consultation.opens_on),
        "title": col(Consultation.title_key),
        "updated_at": col(Consultation.updated_at),
    },
    filters={
        "updated_since": col(Consultation.updated_at) >= bindparam("updated_since"),
        "unit_id": col(Consultation.unit_id) == bindparam("unit_id", type_=Uuid()),
        "institution_id": _covers_institution,
        "theme_id": col(Consultation.theme_id) == bindparam("theme_id", type_=Uuid()),
        "cycle_id": col(Theme.cycle_id) == bindparam("cycle_id", type_=Uuid()),
        "state": _state == bindparam("state", type_=String()),
        "from": col(Consultation.opens_on) >= bindparam("from", type_=Date()),
        "to": col(Consultation.opens_on) < bindparam("to", type_=Date()),
    },
    search=col(Consultation.title_key),
    default_sort="-opens_on",
)
