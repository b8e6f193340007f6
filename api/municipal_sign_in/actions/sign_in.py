"""Verify tokens of the municipality's OpenID provider, and return the claims of the person or machine here."""

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.ext.asyncio import AsyncEngine

from api.core import clock
from api.core.settings import InvalidSettings, Settings
from api.db import transactions
from api.municipal_sign_in.actions.provision import VerifiedToken, find_holder, provision
from api.municipal_sign_in.actions.read_mapping import read_mapping
from api.municipal_sign_in.rules import NO_ROLE, check_settings, read_subject
from api.municipal_sign_in.schemas import ClaimMapping
from api.sign_in.oidc_provider import LEEWAY, PROVIDER_UNAVAILABLE, Fetch, Provider, ProviderOptions
from api.sign_in.tokens import Claims, InvalidToken

CACHE_SIZE = 10_000  # tokens
MUNICIPAL_SIGN_IN_PROBLEMS = (PROVIDER_UNAVAILABLE, NO_ROLE)
"""The problems that every operation with a token can respond with, because of this sign-in."""


class MunicipalSignIn:
    """Verifies tokens of the municipality's provider (an `ExternalSignIn`)."""

    def __init__(self, provider: Provider, mapping: ClaimMapping, engine: AsyncEngine) -> None:
        self.provider, self._mapping, self._engine = provider, mapping, engine
        self._cache: OrderedDict[bytes, Claims] = OrderedDict()

    async def claims(self, text: str) -> Claims:
        """Verify a token and return the claims of its holder, who is created or updated if necessary.

        Raises InvalidToken, `sign-in-provider-away` and `no-role-here`. Whether the session was ended is not cached:
        the caller is loaded at each request.
        """
        now = clock.now()
        payload = await self.provider.payload(text, now)
        digest = sha256(text.encode()).digest()
        claims = self._cache.get(digest)
        if claims is None:
            claims = self._cache[digest] = await self._provision(payload)
            if len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
        return claims

    async def _provision(self, payload: dict[str, Any]) -> Claims:
        options = self.provider.options
        family_id = uuid5(NAMESPACE_URL, f"{options.issuer}\n{payload[options.token_id_claim]}")
        issued_at, expires_at = (datetime.fromtimestamp(payload[name], UTC) for name in ("iat", "exp"))
        subject = read_subject(self._mapping, options.issuer, payload)
        token = VerifiedToken(family_id, subject, issued_at, expires_at + 2 * LEEWAY)
        async with transactions.read_transaction(self._engine) as session:
            holder_id = await find_holder(session, token)
        if holder_id is None:
            async with transactions.write_transaction(self._engine) as session:
                holder_id = await provision(session, self._mapping, token)
        if holder_id is None:
            raise InvalidToken
        return Claims(holder_id, subject.holder.value, family_id, issued_at, expires_at, family_id)


def create_municipal_sign_in(
    settings: Settings, engine: AsyncEngine, fetch: Fetch | None = None
) -> MunicipalSignIn | None:
    """Create the municipal sign-in from the settings; None without an issuer.

    Raises InvalidSettings with a sentence for each fault.
    """
    faults = check_settings(settings)
    if faults:
        raise InvalidSettings("\n".join(faults))
    if not settings.oidc_issuer:
        return None
    options = ProviderOptions(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        typ=settings.oidc_typ,
        token_id_claim=settings.oidc_named_by,
        max_lifetime=timedelta(minutes=settings.oidc_token_minutes),
        outage=timedelta(hours=settings.oidc_outage_hours),
        jwks_url=settings.oidc_jwks_url,
    )
    return MunicipalSignIn(Provider(options, fetch), read_mapping(settings.oidc_mapping), engine)
