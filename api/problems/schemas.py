"""Schemas of the list of problems."""

from pydantic import Field

from api.core import problems
from api.core.schemas import ResponseSchema


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
