"""Sends calls: signs them, repeats what may be repeated, and raises what was refused."""

import ssl
from contextvars import ContextVar
from typing import BinaryIO

import httpx

from sammen.aio.session import AsyncSession
from sammen.aio.waiting import aside, chunks, pause
from sammen.answers import lost, problem_of
from sammen.calls import Call, Upload, base_of
from sammen.retries import Attempts, Retries
from sammen.tokens import Credentials, TokenStore
from sammen.versions import user_agent

seen: ContextVar[list[httpx.Response] | None] = ContextVar("seen", default=None)
"""Where `.with_raw_response` listens for the answers of the call that it wraps."""


class AsyncTransport:
    """One connection pool, one sign-in."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None,
        store: TokenStore,
        *,
        retries: Retries,
        timeout: float,
        language: str,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._retries = retries
        self._timeout = timeout
        self._http = httpx.AsyncClient(
            base_url=base_of(url),
            headers={"User-Agent": user_agent(), "Accept": "application/json", "Accept-Language": language},
            timeout=timeout,
            transport=transport,
            verify=verify,
        )
        self.session = AsyncSession(self._once, credentials, store)

    @property
    def url(self) -> httpx.URL:
        return self._http.base_url

    async def send(self, call: Call) -> httpx.Response:
        """The answer to `call`; raises the Problem that it is, or why there is none."""
        token = await self.session.token() if call.signed else None
        response = await self._once(call, token)
        if response.status_code == 401 and call.signed:
            # Its sign-in ended early (a restart, a revocation): renew it once, and repeat; nothing was carried out.
            token = await self.session.renewed(token)
            response = await self._once(call, token) if token is not None else response
        heard = seen.get()
        if heard is not None:
            heard.append(response)
        if response.is_success:
            return response
        raise problem_of(response)

    async def save(self, call: Call, target: BinaryIO) -> int:
        """Write what is answered as it comes, however long it is; answers how many bytes it was."""
        token = await self.session.token()
        response = await self._opened(call, token)
        if response.status_code == 401:
            await response.aread()
            fresh = await self.session.renewed(token)
            if fresh is None:
                raise problem_of(response)
            response = await self._opened(call, fresh)
        try:
            if not response.is_success:
                await response.aread()
                raise problem_of(response)
            size = 0
            async for chunk in response.aiter_bytes():
                size += await aside(target.write, chunk)
            return size
        except httpx.RequestError as error:
            raise lost(error, call, self.url) from error
        finally:
            await response.aclose()

    async def _opened(self, call: Call, token: str | None) -> httpx.Response:
        try:
            return await self._http.send(self._request(call, token), stream=True)
        except httpx.TransportError as error:
            raise lost(error, call, self.url) from error

    async def _once(self, call: Call, token: str | None) -> httpx.Response:
        """One answer with this token, after as many tries as are safe."""
        attempts = Attempts(self._retries, call)
        while True:
            try:
                response = await self._http.send(self._request(call, token))
            except httpx.RequestError as error:
                wait = attempts.after_error(error)
                if wait is None:
                    raise lost(error, call, self.url) from error
            else:
                wait = attempts.after_answer(response)
                if wait is None:
                    return response
            await pause(wait)

    def _request(self, call: Call, token: str | None) -> httpx.Request:
        # Built anew for each try, since an upload's body can be read only once.
        body = chunks(call.body) if isinstance(call.body, Upload) else call.body
        return self._http.build_request(
            call.method,
            call.path,
            params=call.params or None,
            headers=call.all_headers(token),
            content=body,
            timeout=call.timeout or self._timeout,
        )

    async def aclose(self) -> None:
        await self._http.aclose()
