"""External ids and own ids in the cells of a row."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.db.external_ids import ExternalIdShape

SystemAndId = tuple[str, str]
_UUID_LENGTH = 36


def external_id_pairs(values: Mapping[str, Any]) -> list[SystemAndId]:
    """Return the external ids of a row, without malformed ones."""
    external_ids = values.get("external_ids")
    if not isinstance(external_ids, list):
        return []
    pairs = [(value.get("system"), value.get("id")) for value in external_ids if isinstance(value, dict)]
    return [(system, id) for system, id in pairs if isinstance(system, str) and isinstance(id, str)]


def external_id_keys(values: Mapping[str, Any]) -> list[str]:
    """Return the natural keys that a row has by its external ids."""
    return [f"id:{system}:{id}" for system, id in dict.fromkeys(external_id_pairs(values))]


def split_external_id(text: str) -> SystemAndId:
    """Split `system:id`."""
    system, _, id = text.partition(":")
    return system.strip(), id.strip()


def merge_external_ids(
    external_ids: Sequence[ExternalIdShape], stored: Sequence[SystemAndId]
) -> list[ExternalIdShape] | None:
    """Return the external ids of a thing once a row is applied; None if they stay the same.

    A row replaces those of the systems that it names and keeps those of other systems. An empty list removes all.
    """
    pairs = {(external_id.system, external_id.id) for external_id in external_ids}
    systems = {system for system, _ in pairs}
    if pairs:
        pairs |= {pair for pair in stored if pair[0] not in systems}
    if pairs == set(stored):
        return None
    return [ExternalIdShape(system=system, id=id) for system, id in sorted(pairs)]


def as_dicts(pairs: Sequence[SystemAndId]) -> list[dict[str, str]]:
    """Return external ids as JSON holds them."""
    return [{"system": system, "id": id} for system, id in pairs]


def parse_uuid(text: Any) -> UUID | None:
    """Return the id that a text is, as exported lists write it; None for any other value."""
    if not isinstance(text, str) or len(text) != _UUID_LENGTH:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None
