"""Tokens of the municipality's own sign-in at the door: verified, and turned into whoever brought them is here."""

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.ext.asyncio import AsyncEngine

from api.core import clock
from api.core.settings import InvalidSettings, Settings
from api.db import transactions
from api.municipal_sign_in.actions.provision import NO_ROLE, Shown, holder_of, provision
from api.municipal_sign_in.rules import Reading, read_mapping
from api.sign_in.oidc_provider import LEEWAY, PROVIDER_UNAVAILABLE, Fetch, Provider, ProviderDocument, is_guarded
from api.sign_in.tokens import Claims, InvalidToken

KEPT = 10_000  # tokens whose holder is remembered
REFUSALS_ELSEWHERE = (PROVIDER_UNAVAILABLE, NO_ROLE)
"""What this way of signing in adds to the refusals of whatever is done signed in."""


class MunicipalSignIn:
    """What the door asks about a token that is not of this service's own making."""

    def __init__(self, provider: Provider, mapping: Reading, engine: AsyncEngine) -> None:
        self.provider, self._mapping, self._engine = provider, mapping, engine
        self._known: OrderedDict[bytes, Claims] = OrderedDict()

    async def claims(self, text: str) -> Claims:
        """Whose token it is. InvalidToken; or a Problem while that cannot be said, or for who has no role here."""
        now = clock.now()
        payload = await self.provider.payload(text, now)
        digest = sha256(text.encode()).digest()
        claims = self._known.get(digest)
        if claims is None:
            claims = self._known[digest] = await self._welcomed(payload)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        return claims

    async def _welcomed(self, payload: dict[str, Any]) -> Claims:
        told = self.provider.told
        family = uuid5(NAMESPACE_URL, f"{told.issuer}\n{payload[told.named_by]}")
        issued, ends = (datetime.fromtimestamp(payload[name], UTC) for name in ("iat", "exp"))
        shown = Shown(family, self._mapping.who(told.issuer, payload), issued, ends + 2 * LEEWAY)
        async with transactions.read_transaction(self._engine) as session:
            holder = await holder_of(session, shown)
        if holder is None:
            async with transactions.write_transaction(self._engine) as session:
                holder = await provision(session, self._mapping, shown)
        if holder is None:
            raise InvalidToken
        return Claims(holder, shown.who.holder.value, family, issued, ends, family)


def municipal_sign_in(settings: Settings, engine: AsyncEngine, fetch: Fetch | None = None) -> MunicipalSignIn | None:
    """The municipality's sign-in, where the settings name one. Unsuitable, with a sentence for each fault."""
    faults = list(_faults(settings))
    if faults:
        raise InvalidSettings("\n".join(faults))
    if not settings.oidc_issuer:
        return None
    told = ProviderDocument(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        typ=settings.oidc_typ,
        named_by=settings.oidc_named_by,
        max_lifetime=timedelta(minutes=settings.oidc_token_minutes),
        outage=timedelta(hours=settings.oidc_outage_hours),
        jwks_url=settings.oidc_jwks_url,
    )
    return MunicipalSignIn(Provider(told, fetch), read_mapping(settings.oidc_mapping), engine)


def _faults(settings: Settings) -> list[str]:
    """What cannot be, each in a sentence for the operator."""
    issuer, found = settings.oidc_issuer, []
    if not issuer:
        if not (settings.password_sign_in or settings.client_sign_in):
            found.append(
                "SAMMEN_PASSWORD_SIGN_IN and SAMMEN_CLIENT_SIGN_IN are both off and SAMMEN_OIDC_ISSUER is not given: "
                "nobody could sign in."
            )
        given = [name for name in ("audience", "mapping", "jwks_url") if getattr(settings, f"oidc_{name}")]
        found += [f"SAMMEN_OIDC_{name.upper()} has no effect without SAMMEN_OIDC_ISSUER." for name in given]
        return found
    if not settings.oidc_audience:
        found.append(
            "SAMMEN_OIDC_AUDIENCE is needed with SAMMEN_OIDC_ISSUER: what its tokens for this service say in `aud`."
        )
    if issuer == settings.issuer:
        found.append(
            "SAMMEN_OIDC_ISSUER is the same as SAMMEN_ISSUER: the service's own tokens need a name of their own."
        )
    for name in ("oidc_issuer", "oidc_jwks_url"):
        url = getattr(settings, name)
        if url and (not is_guarded(url) or "?" in url or "#" in url or " " in url):
            found.append(f"SAMMEN_{name.upper()} begins with https://, and has no query and no fragment.")
        elif url.startswith("http://") and settings.environment == "production":
            found.append(f"SAMMEN_{name.upper()} begins with https:// in production.")
    return found
