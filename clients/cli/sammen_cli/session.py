"""What every command has: the global options, its output and the connection to the service."""

import os
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sammen_cli.service_address import service_url

if TYPE_CHECKING:
    from sammen import Client

    from sammen_cli.output import Output


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The options of every command."""

    json: bool = False
    only: str | None = None
    url: str | None = None
    language: str | None = None
    insecure: bool = False

    def overridden_by(self, other: "GlobalOptions") -> "GlobalOptions":
        """These options, replaced by those that are set in `other`."""
        return replace(
            other,
            json=other.json or self.json,
            only=other.only or self.only,
            url=other.url or self.url,
            language=other.language or self.language,
            insecure=other.insecure or self.insecure,
        )


class Session:
    """The environment of one command. Slow imports are made when a command needs them."""

    def __init__(self, options: GlobalOptions) -> None:
        self.options = options

    @cached_property
    def output(self) -> "Output":
        """Where the command writes."""
        from sammen_cli.output import Output  # noqa: PLC0415  # imports rich

        return Output(as_json=self.options.json, only=self.options.only)

    @property
    def language(self) -> str:
        """The language of problems: --language, else SAMMEN_LANGUAGE if it is one of them, else English."""
        from_environment = os.environ.get("SAMMEN_LANGUAGE", "")
        return self.options.language or (from_environment if from_environment in {"en", "da"} else "en")

    def connect(self) -> "Client":
        """A client with the credentials of the environment, else with the token of an earlier `login`."""
        from sammen_cli.connection import connect  # noqa: PLC0415  # imports httpx

        return connect(self.service_url(), self.language)

    def connect_with(self, **credentials: str) -> "Client":
        """A client with these credentials; without any, with the token of an earlier `login`."""
        from sammen_cli.connection import connect_with  # noqa: PLC0415  # imports httpx

        return connect_with(self.service_url(), self.language, **credentials)

    def service_url(self) -> str:
        """The address of the service; raises UsageError when it is unknown or not encrypted."""
        return service_url(self.options.url, insecure=self.options.insecure)
