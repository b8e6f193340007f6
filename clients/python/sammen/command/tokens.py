"""Sign-ins kept between commands, in a file that only its owner can read."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sammen.tokens import Token

try:
    import fcntl
except ImportError:  # Windows: two commands at once may then both renew, and one of them has to sign in again
    fcntl = None  # type: ignore[assignment]  # looked at before it is used


def folder() -> Path:
    """Where settings of the command are kept."""
    given = os.environ.get("SAMMEN_CONFIG_DIR")
    if given:
        return Path(given)
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "sammen"


class FileStore:
    """The token of one service and, where several are used, of one name there."""

    def __init__(self, url: str, name: str | None = None, place: Path | None = None) -> None:
        self._place = place or folder()
        self._path = self._place / "tokens.json"
        self._url = url
        self._key = url if name is None else f"{url} {name}"

    def load(self) -> Token | None:
        _keep_to_owner(self._path)
        return _token(_tokens(_read(self._path)).get(self._key))

    def save(self, token: Token | None) -> None:
        whole = _read(self._path)
        tokens = whole["tokens"] = _tokens(whole)
        if token is None:
            tokens.pop(self._key, None)
        else:
            tokens[self._key] = {
                "access_token": token.access_token,
                "refresh_token": token.refresh_token,
                "expires_at": token.expires_at,
            }
            whole["url"] = self._url
        self._write(whole)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A refresh token works once: other commands of the same person wait here until it has been renewed."""
        self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._place / "tokens.lock").open("a") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, whole: dict[str, Any]) -> None:
        self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self._path.with_name(f"tokens.{os.getpid()}.new")
        new.unlink(missing_ok=True)  # of a command that was killed; whatever rights it has
        # Made with its mode, not changed to it: at no moment can anybody else open it.
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            json.dump(whole, target)
        new.replace(self._path)


def _tokens(whole: dict[str, Any]) -> dict[str, Any]:
    held = whole.get("tokens")
    return held if isinstance(held, dict) else {}


def _token(held: Any) -> Token | None:
    """A token as it was kept; none where the file holds something else."""
    if not isinstance(held, dict) or not isinstance(held.get("access_token"), str):
        return None
    refresh, ends = held.get("refresh_token"), held.get("expires_at")
    return Token(
        held["access_token"],
        refresh if isinstance(refresh, str) else None,
        ends if isinstance(ends, int | float) else None,
    )


def _keep_to_owner(path: Path) -> None:
    """A file that was copied or restored may have got other rights: from now on it is its owner's only."""
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def last_url(place: Path | None = None) -> str | None:
    """The service that was signed in to last."""
    found = _read((place or folder()) / "tokens.json").get("url")
    return found if isinstance(found, str) else None


def _read(path: Path) -> dict[str, Any]:
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return whole if isinstance(whole, dict) else {}
