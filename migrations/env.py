"""Runs the migrations on the connection that `api.migrate` hands over."""

from typing import Any

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from api.db.columns import EnumText
from api.tables import metadata


def render_item(kind: str, item: Any, _: Any) -> str | bool:
    """Write our column types as plain SQLAlchemy ones: a migration stays what it was when our code moves on."""
    if kind == "type" and isinstance(item, EnumText | AutoString):
        length = item.impl_instance.length
        return f"sa.String(length={length})" if length else "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
