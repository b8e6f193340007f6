# Made from sammen/aio/client.py by generate.py; do not edit.
"""`Client`: where everything starts."""

import ssl
from types import TracebackType
from typing import Self

import httpx

from sammen.retries import Retries
from sammen.sync.rooms import Rooms
from sammen.sync.transport import Transport
from sammen.tokens import ClientSecret, Credentials, MemoryStore, Password, Token, TokenStore


class Client(Rooms):
    """A service and a sign-in. Its attributes are the things of the contract: `client.institutions`, ...

    Sign in as a person (`username`, `password`), as a machine (`client_id`, `client_secret`), or with a token that
    was got elsewhere (`token`). The token is fetched at the first call and renewed when it ends. `store` keeps it
    elsewhere than in memory. Times are in seconds. `language` ("en" or "da") is that of problems.
    """

    def __init__(
        self,
        url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        token: Token | str | None = None,
        store: TokenStore | None = None,
        retries: Retries | None = None,
        timeout: float = 30.0,
        language: str = "en",
        verify: ssl.SSLContext | bool = True,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        credentials = _credentials(username, password, client_id, client_secret)
        held = Token(token) if isinstance(token, str) else token
        if held is not None and store is not None:
            raise ValueError("Give token= or store=, not both.")
        super().__init__(
            Transport(
                url,
                credentials,
                store or MemoryStore(held),
                retries=retries or Retries(),
                timeout=timeout,
                language=language,
                transport=transport,
                verify=verify,
            )
        )

    @property
    def url(self) -> str:
        """The service's address."""
        return str(self._transport.url).rstrip("/")

    def sign_in(self) -> Token:
        """Sign in now instead of at the first call, to learn at once whether the credentials hold."""
        return self._transport.session.sign_in()

    def sign_out(self) -> None:
        """Revoke the token."""
        self._transport.session.sign_out()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _credentials(
    username: str | None, password: str | None, client_id: str | None, client_secret: str | None
) -> Credentials | None:
    person, machine = (username, password), (client_id, client_secret)
    if any(machine):
        if any(person) or client_id is None or client_secret is None:
            raise ValueError("Give either username= and password=, or client_id= and client_secret=.")
        return ClientSecret(client_id, client_secret)
    if not any(person):
        return None
    if username is None or password is None:
        raise ValueError("Give both username= and password=.")
    return Password(username, password)
