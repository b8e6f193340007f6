"""Schemas of the index, health checks and the list of problems."""

from typing import Literal

from pydantic import Field

from api.core import problems
from api.core.schemas import ResponseSchema


class Health(ResponseSchema):
    """The state of the service."""

    status: Literal["alive", "ready"] = Field(
        description="`alive`: the process responds; `ready`: the database responds too and has the right tables."
    )


class Index(ResponseSchema):
    """The entry points of the service."""

    name: Literal["Sammen"] = Field(description="The name of this service.")
    api_version: str = Field(max_length=16, description="The version of the contract.")
    documentation: str = Field(max_length=64, description="The documentation for people, with the contract to try out.")
    contract: str = Field(max_length=64, description="The contract (OpenAPI 3.1).")
    sign_in: str = Field(max_length=64, description="The token endpoint (OAuth 2).")
    me: str = Field(max_length=64, description="The caller's account and roles.")
    vocabulary: str = Field(max_length=64, description="Every enumeration with its Danish and English labels.")
    problems: str = Field(max_length=64, description="The explanation of every problem.")
    health: str = Field(max_length=64, description="Whether requests can be served.")


class Refusal(ResponseSchema):
    """A kind of problem with which requests can be refused."""

    code: str = Field(max_length=64, description="The code of the problem.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    title: str = Field(max_length=200, description="What is wrong.")
    mend: str = Field(max_length=1000, description="What to do about it.")
    audience: problems.Audience = Field(description="Who can solve the problem.")
    retryable: bool = Field(description="Whether the same request may succeed later.")
    overridable: bool = Field(description="Whether the rule can be overridden, with a reason in `because`.")


class Refusals(ResponseSchema):
    """Every kind of problem of the service."""

    items: list[Refusal] = Field(max_length=1000, description="The problems, sorted by code.")
