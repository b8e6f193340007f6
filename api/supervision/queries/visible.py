"""The institutions whose supervision the caller sees."""

from sqlalchemy import Date, String, and_, bindparam, or_, true
from sqlmodel import col

from api.access import reach
from api.access.models import Body, Grant, Role
from api.access.roles import READ, Permission
from api.heightened_supervision.queries import is_supervised
from api.http.pagination import Listing
from api.institutions.models import Institution, Participation
from api.institutions.queries import ALL_INSTITUTIONS

READ_SUPERVISION = Permission("supervision", READ)
_TODAY = bindparam("today", type_=Date())
_is_no_board_member = col(Grant.role) != str(Role.board_member)
# Board members read the line of their own institution; the youth council belongs to no institution and reads none.
_is_of_institution = or_(_is_no_board_member, col(Grant.body) != str(Body.youth_council))
_columns = ALL_INSTITUTIONS.selected_columns

INSTITUTIONS_IN_REACH = Listing(
    name="supervision",
    select=ALL_INSTITUTIONS.with_only_columns(
        *(_columns[name] for name in ("id", "name", "kind", "area", "participation", "district_id", "district_name")),
        reach.row_unit_in_reach(col(Institution.id), READ_SUPERVISION, _is_no_board_member).label("with_follow_ups"),
    ).where(
        reach.row_unit_in_reach(col(Institution.id), READ_SUPERVISION, _is_of_institution),
        col(Institution.parent_id).is_(None),  # departments are included in the line of their institution
        # Open heightened supervision stays visible until it is closed, whatever the institution takes part in by then.
        or_(
            col(Institution.participation) != Participation.none,
            and_(
                reach.row_unit_in_reach(col(Institution.id), READ_SUPERVISION, _is_no_board_member),
                is_supervised(col(Institution.id)),
            ),
        ),
        or_(col(Institution.active_from).is_(None), col(Institution.active_from) <= _TODAY),
        or_(col(Institution.active_until).is_(None), col(Institution.active_until) > _TODAY),
    ),
    gate=reach.access_check(READ_SUPERVISION),
    id=col(Institution.id),
    sorts={"name": col(Institution.name_key)},
    filters={
        "updated_since": col(Institution.updated_at) >= bindparam("updated_since"),
        "district_id": reach.unit_at_or_below(col(Institution.id), "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "flag": true(),  # applied after the lines are assembled
    },
    search=col(Institution.name_key),
    default_sort="name",
)
