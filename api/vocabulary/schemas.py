"""Schemas of the vocabulary."""

from pydantic import Field

from api.core.schemas import ResponseSchema


class Label(ResponseSchema):
    """A value of an enumeration with its labels."""

    value: str = Field(max_length=64, description="The value as in requests and responses.")
    da: str = Field(max_length=100, description="The Danish label.")
    en: str = Field(max_length=100, description="The English label.")


class Enumeration(ResponseSchema):
    """An enumeration and its values."""

    name: str = Field(max_length=64, description="The name of the enumeration in the contract.")
    values: list[Label] = Field(max_length=100, description="The values, in their order.")


class Vocabulary(ResponseSchema):
    """Every enumeration of the contract."""

    enumerations: list[Enumeration] = Field(max_length=200, description="The enumerations, sorted by name.")
