"""The tables of the guide to settings, rendered from the fields of `Settings`: default, range and description."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from api.core.settings import Settings
from api.web.markdown import slug

SECTIONS: Final[Mapping[str, Sequence[str]]] = {
    "Service": ("environment", "municipality", "behind_tls", "cors_origins"),
    "Database": ("database_url", "database_pool", "lock_timeout_seconds"),
    "Secrets and tokens": (
        "token_secret",
        "token_secret_file",
        "audit_secret",
        "issuer",
        "audience",
        "access_token_minutes",
        "refresh_token_days",
    ),
    "Sign-in with Sammen": ("password_sign_in", "first_password_days", "client_sign_in"),
    "Municipal sign-in": (
        "oidc_issuer",
        "oidc_audience",
        "oidc_mapping",
        "oidc_jwks_url",
        "oidc_typ",
        "oidc_named_by",
        "oidc_token_minutes",
        "oidc_outage_hours",
    ),
    "Limits": (
        "connections",
        "public_requests",
        "address_requests",
        "caller_requests",
        "body_bytes",
        "import_bytes",
        "import_plan_days",
        "idempotency_days",
    ),
    "Disclosure control": ("small_group", "comparison_institutions", "words_from_people"),
    "Cycles, dialogues and follow-ups": (
        "rounds_in_a_cycle",
        "dialogue_minutes",
        "follow_up_minutes",
        "follow_up_months_day_care",
        "follow_up_months_school",
        "follow_up_months_leisure",
        "action_plan_days",
    ),
    "Retention": (
        "keep_sign_ins_days",
        "keep_receipts_days",
        "keep_import_lines_days",
        "keep_input_years",
        "keep_feedback_years",
        "keep_follow_up_years",
        "keep_supervision_years",
        "keep_dialogue_years",
        "keep_people_years",
        "keep_ended_roles_years",
    ),
}
"""Heading -> the settings below it, in the order in which an operator meets them."""


def settings_tables() -> list[dict[str, Any]]:
    """Return a table for each section."""
    return [
        {
            "anchor": slug(title),
            "title": title,
            "settings": [_described(name, Settings.model_fields[name]) for name in names],
        }
        for title, names in SECTIONS.items()
    ]


def _described(name: str, field: FieldInfo) -> dict[str, str]:
    return {
        "name": name.upper(),
        "default": _as_variable(field.default),
        "range": _range(field),
        "description": field.description or "",
    }


def _as_variable(default: Any) -> str:
    """Return a default as an environment variable would hold it; empty if there is none."""
    if isinstance(default, bool | tuple):
        return json.dumps(default) if default != () else ""
    return str(default) if isinstance(default, int | float | str | Path) else ""


def _range(field: FieldInfo) -> str:
    """Describe which values are accepted, for numbers and choices."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(field.annotation))
    bounds = [bound for bound in field.metadata if isinstance(bound, Ge | Gt | Le)]
    words = {Ge: "at least {}", Gt: "more than {}", Le: "at most {}"}
    return ", ".join(words[type(bound)].format(getattr(bound, type(bound).__name__.lower())) for bound in bounds)
