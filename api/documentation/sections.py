"""Parts of guides that are generated from the code: each function returns the variables of one guide's template."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from api.access.models import Role
from api.access.roles import POLICY, READ, ROLE_LABELS, TRANSITION, WRITE, Action
from api.documentation.settings_tables import settings_tables
from api.imports.queries.columns import RECOGNISED_BY, columns_of
from api.vocabulary.labels import ENUMERATION_LABELS
from api.web.markdown import Section


@lru_cache(maxsize=1)
def import_columns() -> dict[str, Any]:
    """Return the columns of each importable resource, and by what a row is matched."""
    return {
        "appendix_sections": [Section("columns", "Columns")],
        "resources": [
            {"name": resource, "key": key, "columns": list(columns_of(resource))}
            for resource, key in RECOGNISED_BY.items()
        ],
    }


@lru_cache(maxsize=1)
def enumerations() -> dict[str, Any]:
    """Return every enumeration with its labels, as `GET /v1/vocabulary` does."""
    return {
        "appendix_sections": [Section("enumerations", "Values in the API")],
        "enumerations": [
            {
                "name": enumeration.__name__,
                "labels": [(str(value), danish, english) for value, (danish, english) in labels.items()],
            }
            for enumeration, labels in sorted(ENUMERATION_LABELS.items(), key=lambda item: item[0].__name__)
        ],
    }


@lru_cache(maxsize=1)
def roles() -> dict[str, Any]:
    """Return what each role may read and change, from the policy."""
    return {
        "appendix_sections": [Section("roles", "Roles")],
        "roles": [
            {
                "name": role,
                "english": label.en,
                "danish": label.da,
                "reads": _permitted(role, READ),
                "changes": _permitted(role, WRITE, TRANSITION),
            }
            for role, label in ROLE_LABELS.items()
        ],
    }


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """Return every setting with its default and description."""
    tables = settings_tables()
    return {
        "appendix_sections": [Section(table["anchor"], table["title"]) for table in tables],
        "setting_sections": tables,
    }


def _permitted(role: Role, *actions: Action) -> list[str]:
    return [row.replace("_", " ") for row, cells in POLICY.items() if cells[role].intersection(actions)]


SECTIONS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "imports": import_columns,
    "glossary": enumerations,
    "sign-in": roles,
    "settings": settings,
}
"""Guide -> variables of `templates/documentation/<guide>.html`. A guide that is not here has `guide.html`."""
