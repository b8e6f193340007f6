"""The machines that a caller sees: all, for administrators and auditors."""

from sqlalchemy import bindparam, select
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.http.pagination import Listing
from api.sign_in.models import Client

_PEOPLE_READ = Permission("people", READ)

CLIENTS = Listing(
    name="clients",
    select=select(
        *(getattr(Client, name) for name in ("id", "version", "created_at", "updated_at", "name", "active")),
    ).where(reach.has_permission(_PEOPLE_READ)),
    gate=reach.access_check(_PEOPLE_READ),
    id=col(Client.id),
    sorts={"name": col(Client.name_key), "updated_at": col(Client.updated_at)},
    filters={
        "updated_since": col(Client.updated_at) >= bindparam("updated_since"),
        "active": col(Client.active) == bindparam("active"),
    },
    search=col(Client.name_key),
    default_sort="name",
)
