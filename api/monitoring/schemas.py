"""Schema of the health checks."""

from typing import Literal

from pydantic import Field

from api.core.schemas import ResponseSchema


class Health(ResponseSchema):
    """The state of the service."""

    status: Literal["alive", "ready"] = Field(
        description="`alive`: the process responds; `ready`: the database responds too and has the right tables."
    )
