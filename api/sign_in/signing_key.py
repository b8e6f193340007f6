"""The service's own signing key: from the settings, or generated once and stored in a file with mode 0600."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from api.core.settings import InvalidSettings, Settings
from api.sign_in.keys import Key
from api.sign_in.tokens import Signer, Verifier


def load_signing_key(settings: Settings) -> Key:
    """Return the HS256 key of the embedded sign-in.

    Raises InvalidSettings in production without SAMMEN_TOKEN_SECRET.
    """
    if settings.token_secret is not None:
        return Key("own", "HS256", settings.token_secret.get_secret_value().encode())
    if settings.environment == "production":
        raise InvalidSettings("SAMMEN_TOKEN_SECRET is needed in production: at least 32 characters, kept secret.")
    return Key("own", "HS256", _read_or_create(settings.token_secret_file))


def _read_or_create(file: Path) -> bytes:
    """Return the secret in the file; create it first if there is none. O_EXCL lets only one process create it."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(descriptor, "wb") as new_file:
        new_file.write(secrets.token_urlsafe(48).encode())
    return file.read_bytes()


def create_signer(settings: Settings) -> Signer:
    """Return the signer of the embedded sign-in's access tokens."""
    return Signer(load_signing_key(settings), settings.issuer, settings.audience)


def create_verifier(settings: Settings) -> Verifier:
    """Return the verifier of the embedded sign-in's access tokens."""
    lifetime = timedelta(minutes=settings.access_token_minutes)
    return Verifier([load_signing_key(settings)], settings.issuer, settings.audience, max_lifetime=lifetime)
