"""The audit trail: the journal entries that administrators and auditors see."""

from sqlalchemy import String, Uuid, bindparam, case, func, select
from sqlmodel import col

from api.access import reach
from api.access.models import Unit
from api.access.roles import READ, Permission
from api.db.columns import UTCDateTime
from api.http.pagination import Listing
from api.journal.models import Entry
from api.sign_in.models import Client, Person

_AUDIT_READ = Permission("audit", READ)
_ENTRY_FIELDS = ("at", "request_id", "resource", "thing_id", "unit_id", "action", "version", "fields")
_FROM, _TO = (bindparam(name, type_=UTCDateTime()) for name in ("from", "to"))

AUDIT = Listing(
    name="audit",
    select=select(
        col(Entry.seq).label("id"),
        col(Entry.caller_id).label("actor_id"),
        *(getattr(Entry, name) for name in _ENTRY_FIELDS),
        func.coalesce(case((col(Person.erased_on).is_(None), col(Person.name))), col(Client.name)).label("actor_name"),
        col(Unit.name).label("unit_name"),
    )
    .outerjoin(Person, col(Person.id) == col(Entry.caller_id))
    .outerjoin(Client, col(Client.id) == col(Entry.caller_id))
    .outerjoin(Unit, col(Unit.id) == col(Entry.unit_id))
    .where(reach.unit_in_reach(reach.municipality_id().scalar_subquery(), _AUDIT_READ)),
    gate=reach.access_check(_AUDIT_READ),
    id=col(Entry.seq),
    sorts={"id": col(Entry.seq), "at": col(Entry.at)},
    filters={
        "updated_since": col(Entry.at) >= bindparam("updated_since"),
        "actor_id": col(Entry.caller_id) == bindparam("actor_id", type_=Uuid()),
        "unit_id": reach.unit_at_or_below(col(Entry.unit_id), "unit_id"),
        "resource": col(Entry.resource) == bindparam("resource", type_=String()),
        "thing_id": col(Entry.thing_id) == bindparam("thing_id", type_=Uuid()),
        "action": col(Entry.action) == bindparam("action", type_=String()),
        "request_id": col(Entry.request_id) == bindparam("request_id", type_=String()),
        "from": col(Entry.at) >= _FROM,
        "to": col(Entry.at) < _TO,
    },
    default_sort="-id",
)
