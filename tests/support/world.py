"""A small municipality for tests: units, and people who are signed in with a role at one of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from fastapi import FastAPI

from api.access.models import Grant, Role
from api.access.units import find_municipality
from api.core import clock
from api.core.danish_collation import danish_key
from api.db import transactions
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Institution, Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.sign_in.models import Client, Person, SignIn
from api.sign_in.passwords import hash_password

_numbers = count(1)


class Actor:
    """A person or machine that is signed in: `await actor.get("/v1/institutions")`; `/v1` may be left out."""

    def __init__(self, client: httpx.AsyncClient, id: UUID, token: str) -> None:
        self.client, self.id, self.token = client, id, token
        self.refresh_token = ""

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request with the actor's token; `etag` becomes If-Match, other options go to httpx."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        etag = options.pop("etag", None)
        if etag is not None:
            headers["If-Match"] = etag
        path = path if path.startswith("/v1") else f"/v1{path}"
        return await self.client.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.call("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.call("POST", path, json=json, **options)

    async def patch(self, path: str, json: Any, **options: Any) -> httpx.Response:
        """PATCH with the current ETag, unless one is passed (`etag=""` sends none)."""
        return await self.call("PATCH", path, json=json, **await self._with_etag(path, options))

    async def act(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """Call a transition, POST /resources/{id}/verb, with the current ETag of the resource."""
        resource = path.rsplit("/", 1)[0]
        return await self.call("POST", path, json=json or {}, **await self._with_etag(resource, options))

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.call("DELETE", path, **await self._with_etag(path, options))

    async def _with_etag(self, resource: str, options: dict[str, Any]) -> dict[str, Any]:
        if "etag" not in options:
            options["etag"] = (await self.get(resource)).headers.get("etag", '"0"')
        return {name: value for name, value in options.items() if name != "etag" or value}


@dataclass
class World:
    """The application with a municipality of two districts; units are attributes that hold ids.

    `north` has the school `birk` with its department `birk_sfo`, and the day care `elm`; `south` has the school `oak`,
    the day care `maple` and the club `hazel`.
    """

    app: FastAPI
    client: httpx.AsyncClient
    municipality: UUID
    units: dict[str, UUID] = field(default_factory=dict)

    def __getattr__(self, name: str) -> UUID:
        try:
            return self.units[name]
        except KeyError:
            raise AttributeError(name) from None

    async def actor(self, role: Role | str, unit: UUID | None = None, **grant: Any) -> Actor:
        """Create a person with a role at a unit (by default the municipality), signed in; `machine=True`: a machine."""
        machine = grant.pop("machine", False)
        number, now = next(_numbers), clock.now()
        name = f"{Role(role).value} {number}"
        holder: Person | Client
        if machine:
            holder = Client(name=name, name_key=danish_key(name), secret_hash="-")
        else:
            holder = Person(username=f"u{number}", name=name, name_key=danish_key(name))
        key = "client_id" if machine else "person_id"
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(holder)
            await session.flush()
            sign_in = SignIn(began_at=now, ends_at=now + timedelta(days=1), **{key: holder.id})
            since = grant.pop("since_on", date(2020, 1, 1))
            row = Grant(unit_id=unit or self.municipality, role=Role(role), since_on=since, **{key: holder.id}, **grant)
            session.add_all([sign_in, row])
        return Actor(self.client, holder.id, self.token(holder.id, "client" if machine else "person", sign_in.id))

    def token(self, subject: UUID, holder: str, family: UUID) -> str:
        """Return an access token as the service would issue it now; `family` is the id of the sign-in."""
        minutes = timedelta(minutes=self.app.state.settings.access_token_minutes)
        text, _ = self.app.state.signer.access_token(subject, holder, minutes, clock.now(), family)
        return str(text)

    async def create_person(self, username: str, password: str | None = None) -> UUID:
        """Create a person without a role, who can sign in if there is a password; return the id."""
        password_hash = await hash_password(password) if password else None
        person = Person(username=username, name=username, name_key=danish_key(username), password_hash=password_hash)
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(person)
        return person.id

    async def actor_without_role(self, username: str) -> Actor:
        """Create a person without a role, signed in."""
        id, now = await self.create_person(username), clock.now()
        sign_in = SignIn(person_id=id, began_at=now, ends_at=now + timedelta(days=1))
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(sign_in)
        return Actor(self.client, id, self.token(id, "person", sign_in.id))

    async def add_grant(self, person_id: UUID, role: Role | str, unit: UUID | None = None, **grant: Any) -> None:
        """Grant a person one more role, at a unit (by default the municipality)."""
        unit_id, since = unit or self.municipality, grant.pop("since_on", date(2020, 1, 1))
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(Grant(person_id=person_id, unit_id=unit_id, role=Role(role), since_on=since, **grant))

    async def token_request(self, path: str = "/token", **options: Any) -> httpx.Response:
        """POST /v1/token (or `/token/revoke`), form-encoded; `form` is a dictionary or the encoded text."""
        form = options.pop("form")
        content = form if isinstance(form, str | bytes) else urlencode(form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", **options.pop("headers", {})}
        return await self.client.post(f"/v1{path}", content=content, headers=headers, **options)

    async def sign_in(self, username: str, password: str) -> Actor:
        """Sign in with a password; return the actor, with its `refresh_token`."""
        form = {"grant_type": "password", "username": username, "password": password}
        response = await self.token_request(form=form)
        assert response.status_code == 200, response.text
        actor = Actor(self.client, UUID(int=0), response.json()["access_token"])
        actor.id = UUID((await actor.get("/me")).json()["id"])
        actor.refresh_token = response.json()["refresh_token"]
        return actor

    async def set_active_until(self, institution: UUID, on: date) -> None:
        """Make an institution inactive from a day on, without the other effects of closing it."""
        async with transactions.write_transaction(self.app.state.engine) as session:
            row = await session.get_one(Institution, institution)
            row.active_until = on

    async def close(self) -> None:
        await self.client.aclose()


def in_process_client(app: FastAPI) -> httpx.AsyncClient:
    """Return a client that calls the application without a network."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test")


async def build_world(app: FastAPI) -> World:
    """Create the municipality's units, with the actions of the service."""
    client = in_process_client(app)
    async with transactions.write_transaction(app.state.engine) as session:
        unit = await find_municipality(session)
        assert unit is not None
        world = World(app, client, unit.id)
        north, south = await create_districts(session, None, [DistrictCreate(name="Nord"), DistrictCreate(name="Syd")])
        institutions = [
            ("birk", "Birkeskolen", Kind.school, north.id, "900001"),
            ("elm", "Elmehuset", Kind.day_care, north.id, "900002"),
            ("oak", "Egeskolen", Kind.school, south.id, "900003"),
            ("maple", "Ahornhuset", Kind.day_care, south.id, "900004"),
            ("hazel", "Klub Hassel", Kind.leisure, south.id, "900005"),
        ]
        rows = await create_institutions(
            session,
            None,
            [
                InstitutionCreate(name=name, kind=kind, district_id=district_id, number=number)
                for _, name, kind, district_id, number in institutions
            ],
        )
        world.units = {"north": north.id, "south": south.id}
        world.units |= {key: row.id for (key, *_), row in zip(institutions, rows, strict=True)}
        department = InstitutionCreate(name="Birkeskolens SFO", kind=Kind.leisure, parent_id=world.birk)
        world.units["birk_sfo"] = (await create_institutions(session, None, [department]))[0].id
    return world
