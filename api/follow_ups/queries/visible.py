"""Follow-ups that the caller sees: the scoped list, and the conditions for being chief or leader of a follow-up."""

from sqlalchemy import String, Uuid, and_, bindparam, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, Permission
from api.db.columns import UTCDateTime
from api.follow_ups.models import FollowUp
from api.http.pagination import Listing
from api.institutions.models import Institution
from api.sign_in.models import Person

READ_FOLLOW_UPS = Permission("follow_ups", READ)
READ_NOTES = Permission("follow_up_notes", READ)
_institution_id = col(FollowUp.institution_id)
_leader, _chief = aliased(Person), aliased(Person)

IS_CHIEF = reach.unit_in_reach(_institution_id, READ_NOTES, col(Grant.role) == str(Role.chief))
"""The caller is a chief of the institution's district."""
IS_LEADER = and_(
    col(FollowUp.leader_id) == bindparam("caller_id", type_=Uuid()),
    reach.unit_in_reach(_institution_id, READ_NOTES, col(Grant.role) == str(Role.leader)),
)
"""The caller is the leader of the follow-up and still leads the institution."""
IS_CHIEF_OR_LEADER = or_(IS_CHIEF, IS_LEADER)

_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "leader_id", "chief_id", "planned_for",
    "planned_until", "status", "cancellation", "held_on", "assessment", "next_due_on",
)  # fmt: skip

FOLLOW_UPS = Listing(
    name="follow-ups",
    select=select(
        *(getattr(FollowUp, name) for name in _COLUMNS),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        col(_leader.name).label("leader_name"),
        col(_chief.name).label("chief_name"),
    )
    .join(Institution, col(Institution.id) == _institution_id)
    .outerjoin(_leader, col(_leader.id) == col(FollowUp.leader_id))
    .outerjoin(_chief, col(_chief.id) == col(FollowUp.chief_id))
    .where(reach.unit_in_reach(_institution_id, READ_FOLLOW_UPS)),
    gate=reach.access_check(READ_FOLLOW_UPS),
    id=col(FollowUp.id),
    sorts={
        "planned_for": col(FollowUp.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(FollowUp.updated_at),
    },
    filters={
        "updated_since": col(FollowUp.updated_at) >= bindparam("updated_since"),
        "institution_id": _institution_id == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.unit_at_or_below(_institution_id, "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "leader_id": col(FollowUp.leader_id) == bindparam("leader_id", type_=Uuid()),
        "chief_id": col(FollowUp.chief_id) == bindparam("chief_id", type_=Uuid()),
        "status": col(FollowUp.status) == bindparam("status", type_=String()),
        "assessment": col(FollowUp.assessment) == bindparam("assessment", type_=String()),
        "from": col(FollowUp.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(FollowUp.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)
