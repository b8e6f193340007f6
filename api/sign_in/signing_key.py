"""The service's own signing key: given by the operator, or made once and kept in a file that only the service reads."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from api.core.settings import InvalidSettings, Settings
from api.sign_in.keys import Key
from api.sign_in.tokens import Signer, Verifier


def load_signing_key(settings: Settings) -> Key:
    """The HS256 key of the embedded sign-in; in production it has to be given."""
    if settings.token_secret is not None:
        return Key("own", "HS256", settings.token_secret.get_secret_value().encode())
    if settings.environment == "production":
        raise InvalidSettings("SAMMEN_TOKEN_SECRET is needed in production: at least 32 characters, kept secret.")
    return Key("own", "HS256", _kept(settings.token_secret_file))


def _kept(file: Path) -> bytes:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(secrets.token_urlsafe(48).encode())
    return file.read_bytes()


def signer(settings: Settings) -> Signer:
    """Issues the embedded sign-in's access tokens."""
    return Signer(load_signing_key(settings), settings.issuer, settings.audience)


def verifier(settings: Settings) -> Verifier:
    """Accepts the embedded sign-in's access tokens."""
    lifetime = timedelta(minutes=settings.access_token_minutes)
    return Verifier([load_signing_key(settings)], settings.issuer, settings.audience, max_lifetime=lifetime)
