"""What a token's claims say of somebody, by the operator's mapping: who they are, and which roles they have where."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from api.access.models import Body, Holder, Network, Role, UnitKind
from api.core.field_types import EmailAddress, Line
from api.core.settings import InvalidSettings
from api.grants.rules import HELD_AT
from api.people.schemas import Username

MOST_GRANTS = 200
MOST_ENTRIES = 1000  # of one claim
_UNIT = "{unit}"


def _path(told: str | list[str]) -> str | list[str]:
    if not told or (isinstance(told, list) and not all(told)):
        raise ValueError("names a claim, or the members that lead to it")
    return told


Where = Annotated[str | list[str], AfterValidator(_path)]
"""The name of a claim; or a list of names, each of a member of what the one before it names."""


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Machines(_Told):
    """By which claim a token says that it is a machine's; without this, by a subject that is the client's own id."""

    claim: Where
    value: str


class Rule(_Told):
    """That whoever has a value in a claim has a role here."""

    claim: Where
    value: str = Field(min_length=1)
    role: Role
    member: Where | None = None
    unit: str | None = None
    unit_claim: Where | None = None
    unit_member: Where | None = None
    unit_by: str = Field(default="number", pattern=r"^(number|id|district|external:.{1,64})$")
    network: Network | None = None
    body: Body | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        places = [self.unit, self.unit_claim, self.unit_member, _UNIT if _UNIT in self.value else None]
        if sum(place is not None for place in places) != 1 or self.value.count(_UNIT) > 1:
            raise ValueError("says its unit once: unit, unit_claim, unit_member, or {unit} in the value")
        if self.unit not in (None, "municipality"):
            raise ValueError("unit is 'municipality'; others are named by a claim")
        if self.unit_member is not None and self.member is None:
            raise ValueError("unit_member goes with member: both are of the claim's entries")
        if (self.network is None) == (self.role == Role.network_member):
            raise ValueError("network goes with the role network_member, and only with it")
        if (self.body is None) == (self.role == Role.board_member):
            raise ValueError("body goes with the role board_member, and only with it")
        kinds = HELD_AT[self.role] if self.body != Body.youth_council else frozenset({UnitKind.municipality})
        if self.unit and UnitKind.municipality not in kinds:
            raise ValueError(f"{self.role} is not held at the municipality")
        if not self.unit and kinds == {UnitKind.municipality}:
            raise ValueError(f"{self.role} is held at the municipality: unit = 'municipality'")
        return self


class Claim(NamedTuple):
    """A role that is claimed: where, by which name of the unit (both empty: the municipality)."""

    role: Role
    unit_by: str
    unit: str
    network: Network | None
    body: Body | None


class Who(NamedTuple):
    """What a token says of whoever brought it."""

    key: str
    holder: Holder
    username: str
    name: str | None
    email: str | None
    claims: tuple[Claim, ...]

    @property
    def said(self) -> str:
        """The same for the same words."""
        return sha256(json.dumps(self).encode()).hexdigest()


class Reading(_Told):
    """How claims are read. Nothing that it does not name is."""

    name: Where = "name"
    username: Where = "preferred_username"
    email: Where = "email"
    link_by_username: bool = False
    people_without_roles: bool = False
    grants_last_days: int = Field(default=90, ge=2, le=400)
    machines: Machines | None = None
    grants: tuple[Rule, ...] = Field(default=(), max_length=200)

    def who(self, issuer: str, payload: Mapping[str, Any]) -> Who:
        """What a verified token says."""
        subject = payload["sub"]
        key = sha256(f"{issuer}\n{subject}".encode()).hexdigest()
        username = _fit(_USERNAME, _at(payload, self.username)) or f"oidc-{key[:16]}"
        claims = dict.fromkeys(islice((one for rule in self.grants for one in _claimed(rule, payload)), MOST_GRANTS))
        return Who(
            key,
            Holder.client if self._is_machine(payload) else Holder.person,
            username,
            _fit(_NAME, _at(payload, self.name)),
            _fit(_EMAIL, _at(payload, self.email)),
            tuple(sorted(claims, key=repr)),
        )

    def _is_machine(self, payload: Mapping[str, Any]) -> bool:
        if self.machines is not None:
            return self.machines.value in _texts(_at(payload, self.machines.claim))
        return payload["sub"] in (payload.get("client_id"), payload.get("azp"))


_USERNAME, _NAME, _EMAIL = TypeAdapter(Username), TypeAdapter(Line), TypeAdapter(EmailAddress)


def _fit(kind: TypeAdapter[str], told: object) -> str | None:
    """What is told, where it is fit to be kept: no personal number, among others."""
    try:
        return kind.validate_python(told, strict=True)
    except ValidationError:
        return None


def _at(told: object, path: str | Sequence[str] | None) -> Any:
    for name in [path] if isinstance(path, str) else path or ():
        told = told.get(name) if isinstance(told, Mapping) else None
    return told


def _entries(told: object) -> Sequence[Any]:
    return told[:MOST_ENTRIES] if isinstance(told, list) else [told]


def _texts(told: object) -> list[str]:
    return [entry for entry in _entries(told) if isinstance(entry, str)]


def _claimed(rule: Rule, payload: Mapping[str, Any]) -> Iterator[Claim]:
    before, has_unit, after = rule.value.partition(_UNIT)
    wanted = re.compile(f"{re.escape(before)}{'(.{1,64})' if has_unit else ''}{re.escape(after)}")
    for entry in _entries(_at(payload, rule.claim)):
        value = _at(entry, rule.member) if rule.member is not None else entry
        found = wanted.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            continue
        if rule.unit is not None:
            yield Claim(rule.role, "", "", rule.network, rule.body)
            continue
        if has_unit:
            units = [found[1]]
        else:
            units = _texts(_at(payload, rule.unit_claim) if rule.unit_claim else _at(entry, rule.unit_member))
        for unit in units:
            yield Claim(rule.role, rule.unit_by, unit[:64], rule.network, rule.body)


def read_mapping(told: str) -> Reading:
    """The mapping of the setting: JSON, or the name of a TOML file. Unsuitable, with a sentence for each fault."""
    setting = "SAMMEN_OIDC_MAPPING"
    if not told:
        raise InvalidSettings(f"{setting} is needed with SAMMEN_OIDC_ISSUER: it says which claim gives which role.")
    try:
        written = json.loads(told) if told.lstrip().startswith("{") else tomllib.loads(Path(told).read_text("utf-8"))
    except OSError as error:
        raise InvalidSettings(f"{setting} names the file {told}, which cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise InvalidSettings(f"{setting} cannot be read: {error}.") from None
    try:
        return Reading.model_validate(written)
    except ValidationError as error:
        raise InvalidSettings("\n".join(_sentence(setting, one["loc"], one["msg"]) for one in error.errors())) from None


def _sentence(setting: str, loc: Sequence[int | str], message: str) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)
    words = message.removeprefix("Value error, ")
    return f"{setting}, {place or 'as a whole'}: {words[:1].lower()}{words[1:]}."
