"""The base class of the generated models."""

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Model(BaseModel):
    """Base of all models of the contract.

    Unknown fields are kept in `model_extra`: a newer service may add fields to its responses, which must not break an
    older client.
    """

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    _etag: str | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        """The value for `If-Match`: the ETag of the response, or one made from `version` for items of a list."""
        if self._etag is not None:
            return self._etag
        version = getattr(self, "version", None)
        return f'"{version}"' if isinstance(version, int) else None
