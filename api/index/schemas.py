"""Schema of the index."""

from typing import Literal

from pydantic import Field

from api.core.schemas import ResponseSchema


class Index(ResponseSchema):
    """The entry points of the service."""

    name: Literal["Sammen"] = Field(description="The name of this service.")
    api_version: str = Field(max_length=16, description="The version of the contract.")
    documentation: str = Field(
        max_length=64, description="The documentation as HTML pages, with an interactive API reference."
    )
    contract: str = Field(max_length=64, description="The contract (OpenAPI 3.1).")
    sign_in: str = Field(max_length=64, description="The token endpoint (OAuth 2).")
    me: str = Field(max_length=64, description="The caller's account and roles.")
    vocabulary: str = Field(max_length=64, description="Every enumeration with its Danish and English labels.")
    problems: str = Field(max_length=64, description="The list of all problems, with explanations.")
    health: str = Field(max_length=64, description="Whether requests can be served.")
