"""Tokens that are kept between commands, in a file that only its owner can read."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sammen.tokens import Token

try:
    import fcntl
except ImportError:  # Windows: two concurrent commands may both refresh the token, and one has to sign in again
    fcntl = None  # type: ignore[assignment]  # checked before it is used


def config_folder() -> Path:
    """The folder of the command's configuration."""
    folder = os.environ.get("SAMMEN_CONFIG_DIR")
    if folder:
        return Path(folder)
    parent = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(parent) / "sammen"


class FileTokenStore:
    """The token for one service and, for credentials of the environment, one user name or client id."""

    def __init__(self, url: str, name: str | None = None, folder: Path | None = None) -> None:
        self._folder = folder or config_folder()
        self._path = self._folder / "tokens.json"
        self._url = url
        self._key = url if name is None else f"{url} {name}"

    def load(self) -> Token | None:
        """The stored token, if there is one."""
        _restrict_to_owner(self._path)
        return _parse_token(_tokens(_read(self._path)).get(self._key))

    def save(self, token: Token | None) -> None:
        """Store a token; None deletes it."""
        content = _read(self._path)
        tokens = content["tokens"] = _tokens(content)
        if token is None:
            tokens.pop(self._key, None)
        else:
            tokens[self._key] = {
                "access_token": token.access_token,
                "refresh_token": token.refresh_token,
                "expires_at": token.expires_at,
            }
            content["url"] = self._url
        self._write(content)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock: a refresh token works once, so other commands wait until it has been used."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / "tokens.lock").open("a") as lock_file:
            if fcntl is not None:
                fcntl.flock(lock_file, fcntl.LOCK_EX)
            yield

    def _write(self, content: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self._path.with_name(f"tokens.{os.getpid()}.new")
        temporary.unlink(missing_ok=True)  # left by a killed command, with whatever mode
        # Created with its mode instead of changed to it: at no moment can anybody else open it.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            json.dump(content, target)
        temporary.replace(self._path)


def last_url(folder: Path | None = None) -> str | None:
    """The service of the last sign-in."""
    url = _read((folder or config_folder()) / "tokens.json").get("url")
    return url if isinstance(url, str) else None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _tokens(content: dict[str, Any]) -> dict[str, Any]:
    tokens = content.get("tokens")
    return tokens if isinstance(tokens, dict) else {}


def _parse_token(entry: Any) -> Token | None:
    """A stored token; None when the entry is not one."""
    if not isinstance(entry, dict) or not isinstance(entry.get("access_token"), str):
        return None
    refresh_token, expires_at = entry.get("refresh_token"), entry.get("expires_at")
    return Token(
        entry["access_token"],
        refresh_token if isinstance(refresh_token, str) else None,
        expires_at if isinstance(expires_at, int | float) else None,
    )


def _restrict_to_owner(path: Path) -> None:
    """Remove the rights of others, which a file may have got when it was copied or restored."""
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
