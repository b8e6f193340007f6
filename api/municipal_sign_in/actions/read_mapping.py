"""Read the mapping of claims from the settings."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from api.core.settings import InvalidSettings
from api.municipal_sign_in.schemas import ClaimMapping

_SETTING = "SAMMEN_OIDC_MAPPING"


def read_mapping(setting: str) -> ClaimMapping:
    """Return the mapping of SAMMEN_OIDC_MAPPING, which is JSON text or the name of a TOML file.

    Raises InvalidSettings with a sentence for each fault.
    """
    if not setting:
        raise InvalidSettings(f"{_SETTING} is needed with SAMMEN_OIDC_ISSUER: it says which claim gives which role.")
    try:
        is_json = setting.lstrip().startswith("{")
        document = json.loads(setting) if is_json else tomllib.loads(Path(setting).read_text("utf-8"))
    except OSError as error:
        raise InvalidSettings(f"{_SETTING} names the file {setting}, which cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise InvalidSettings(f"{_SETTING} cannot be read: {error}.") from None
    try:
        return ClaimMapping.model_validate(document)
    except ValidationError as error:
        sentences = (_sentence(details["loc"], details["msg"]) for details in error.errors())
        raise InvalidSettings("\n".join(sentences)) from None


def _sentence(location: Sequence[int | str], message: str) -> str:
    """Return a sentence for a pydantic error; entries of lists are counted from 1."""
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    text = message.removeprefix("Value error, ")
    return f"{_SETTING}, {place or 'as a whole'}: {text[:1].lower()}{text[1:]}."
