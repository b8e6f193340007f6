"""`AsyncClient`: where everything starts."""

import ssl
from types import TracebackType
from typing import Self

import httpx

from sammen.aio.rooms import AsyncRooms
from sammen.aio.transport import AsyncTransport
from sammen.retries import Retries
from sammen.tokens import ClientSecret, Credentials, MemoryStore, Password, Token, TokenStore


class AsyncClient(AsyncRooms):
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
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        credentials = _credentials(username, password, client_id, client_secret)
        held = Token(token) if isinstance(token, str) else token
        if held is not None and store is not None:
            raise ValueError("Give token= or store=, not both.")
        super().__init__(
            AsyncTransport(
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

    async def sign_in(self) -> Token:
        """Sign in now instead of at the first call, to learn at once whether the credentials hold."""
        return await self._transport.session.sign_in()

    async def sign_out(self) -> None:
        """Revoke the token."""
        await self._transport.session.sign_out()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


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
