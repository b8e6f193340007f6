"""The imports that a caller sees: their own, while they have the roles by which they could import."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, String, Uuid, and_, bindparam, exists, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, WRITE, Permission
from api.http.pagination import Listing
from api.imports.models import Import, ImportRow, Outcome, State

_READ = Permission("imports", READ)


class json_members(GenericFunction[Any]):  # an SQL function, hence in lower case
    """A JSON object of keys and values in turn; not for UUIDs, which the two databases write differently."""

    type = JSON()
    inherit_cache = True


@compiles(json_members, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"


@compiles(json_members, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


MAY_IMPORT = and_(
    col(Import.author_id) == bindparam("caller_id", type_=Uuid()), reach.has_permission(Permission("imports", WRITE))
)
"""The caller is the import's author and may still import: the condition for changing it."""

_wrote_thing = exists(
    select(1).where(
        col(ImportRow.import_id) == col(Import.id),
        col(ImportRow.thing_id) == bindparam("thing_id", type_=Uuid()),
        col(ImportRow.outcome).in_([Outcome.create.value, Outcome.update.value]),
    )
)

_COLUMNS: Sequence[Any] = (
    col(Import.id),
    col(Import.version),
    col(Import.created_at),
    col(Import.updated_at),
    col(Import.target).label("resource"),
    col(Import.strategy),
    col(Import.state),
    col(Import.filename),
    col(Import.dialect),
    col(Import.columns),
    col(Import.empty_clears),
    col(Import.only_new),
    col(Import.sha256),
    col(Import.size),
    (col(Import.to_create) + col(Import.to_update) + col(Import.unchanged) + col(Import.rejected)).label("rows"),
    json_members(
        "create",
        col(Import.to_create),
        "update",
        col(Import.to_update),
        "unchanged",
        col(Import.unchanged),
        "rejected",
        col(Import.rejected),
    ).label("counts"),
    col(Import.author_id),
    col(Import.author_name),
    col(Import.applied_at),
    col(Import.reversed_at),
)

IMPORTS = Listing(
    name="imports",
    select=select(*_COLUMNS).where(
        col(Import.author_id) == bindparam("caller_id", type_=Uuid()),
        col(Import.state) != State.planning.value,
        reach.has_permission(_READ),
        # Rows show the values of things: they become invisible with a role by which they could be imported.
        ~reach.permission_lost_since(col(Import.created_at), Permission("imports", WRITE)),
    ),
    gate=reach.access_check(_READ),
    id=col(Import.id),
    sorts={"created_at": col(Import.created_at), "updated_at": col(Import.updated_at)},
    filters={
        "updated_since": col(Import.updated_at) >= bindparam("updated_since"),
        "resource": col(Import.target) == bindparam("resource", type_=String()),
        "state": col(Import.state) == bindparam("state", type_=String()),
        "sha256": col(Import.sha256) == bindparam("sha256", type_=String()),
        "thing_id": and_(col(Import.applied_at).is_not(None), _wrote_thing),
    },
    default_sort="-created_at",
)
