"""What is visible of machines."""

from sqlalchemy import bindparam, select
from sqlmodel import col

from api.access import reach
from api.http.pagination import Listing
from api.people.queries import PEOPLE_READ
from api.sign_in.models import Client

CLIENTS = Listing(
    name="clients",
    select=select(
        *(getattr(Client, name) for name in ("id", "version", "created_at", "updated_at", "name", "active")),
    ).where(reach.holds(PEOPLE_READ)),
    gate=reach.access_check(PEOPLE_READ),
    id=col(Client.id),
    sorts={"name": col(Client.name_key), "updated_at": col(Client.updated_at)},
    filters={
        "updated_since": col(Client.updated_at) >= bindparam("updated_since"),
        "active": col(Client.active) == bindparam("active"),
    },
    search=col(Client.name_key),
    default_sort="name",
)
