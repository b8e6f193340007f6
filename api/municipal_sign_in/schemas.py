"""The operator's mapping of token claims to names, roles and units (setting SAMMEN_OIDC_MAPPING)."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.access.models import Body, Network, Role, UnitKind
from api.grants.rules import HELD_AT

UNIT_PLACEHOLDER = "{unit}"


def _check_path(path: str | list[str]) -> str | list[str]:
    if not path or (isinstance(path, list) and not all(path)):
        raise ValueError("names a claim, or the members that lead to it")
    return path


ClaimPath = Annotated[str | list[str], AfterValidator(_check_path)]
"""The name of a claim; or a list of names, each of a member of the object before it."""


class _Mapping(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MachineClaim(_Mapping):
    """The claim that marks the token of a machine. Without it, a machine's subject is its own client id."""

    claim: ClaimPath
    value: str


class GrantRule(_Mapping):
    """A rule that gives a role for a value of a claim.

    The unit is given once: `unit` for the municipality, `unit_claim` or `unit_member` for names of units in the token,
    or `{unit}` in `value`. `unit_by` is the kind of these names: a number, an id, the name of a district, or the id in
    an external system (`external:<system>`). `member` and `unit_member` are members of the entries of the claim.
    """

    claim: ClaimPath
    value: str = Field(min_length=1)
    role: Role
    member: ClaimPath | None = None
    unit: str | None = None
    unit_claim: ClaimPath | None = None
    unit_member: ClaimPath | None = None
    unit_by: str = Field(default="number", pattern=r"^(number|id|district|external:.{1,64})$")
    network: Network | None = None
    body: Body | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        has_placeholder = UNIT_PLACEHOLDER in self.value
        unit_sources = [self.unit, self.unit_claim, self.unit_member, UNIT_PLACEHOLDER if has_placeholder else None]
        is_given_once = sum(source is not None for source in unit_sources) == 1
        if not is_given_once or self.value.count(UNIT_PLACEHOLDER) > 1:
            raise ValueError("states its unit once: unit, unit_claim, unit_member, or {unit} in the value")
        if self.unit not in (None, "municipality"):
            raise ValueError("unit is 'municipality'; others are named by a claim")
        if self.unit_member is not None and self.member is None:
            raise ValueError("unit_member requires member: both are members of the claim's entries")
        if (self.network is None) == (self.role == Role.network_member):
            raise ValueError("network is required for the role network_member, and not allowed for others")
        if (self.body is None) == (self.role == Role.board_member):
            raise ValueError("body is required for the role board_member, and not allowed for others")
        kinds = HELD_AT[self.role] if self.body != Body.youth_council else frozenset({UnitKind.municipality})
        if self.unit and UnitKind.municipality not in kinds:
            raise ValueError(f"{self.role} is not held at the municipality")
        if not self.unit and kinds == {UnitKind.municipality}:
            raise ValueError(f"{self.role} is held at the municipality: unit = 'municipality'")
        return self


class ClaimMapping(_Mapping):
    """Which claims are read, and how; all others are ignored.

    `link_by_username` links a new subject to an existing person of the same username. `people_without_roles` lets
    people sign in for whom no role is claimed. Grants last `grants_last_days` after the last sign-in that claimed them.
    """

    name: ClaimPath = "name"
    username: ClaimPath = "preferred_username"
    email: ClaimPath = "email"
    link_by_username: bool = False
    people_without_roles: bool = False
    grants_last_days: int = Field(default=90, ge=2, le=400)
    machines: MachineClaim | None = None
    grants: tuple[GrantRule, ...] = Field(default=(), max_length=200)
