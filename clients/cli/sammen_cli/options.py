"""Parameters that several commands have."""

from typing import Annotated, Any

import typer

from sammen_cli import completion
from sammen_cli.imports.columns import COLUMNS
from sammen_cli.resource_catalog import resource_words

IMPORTABLE = ", ".join(name.replace("_", "-") for name in COLUMNS)


def resource_argument(verb: str) -> Any:
    """The argument RESOURCE of a verb; only resources that the verb is possible for are accepted."""
    words = resource_words(verb)

    def validate(context: typer.Context, value: str) -> str:
        if value not in words and not context.resilient_parsing:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(words)}.")
        return value

    return typer.Argument(
        metavar="RESOURCE", help=", ".join(words), callback=validate, autocompletion=completion.resources(verb)
    )


ImportResource = Annotated[
    str, typer.Argument(metavar="RESOURCE", help=IMPORTABLE, autocompletion=completion.importable_resources)
]
ItemId = Annotated[str, typer.Argument(metavar="ID", help="the id of the item")]
ImportId = Annotated[str, typer.Argument(metavar="ID", help="the id of the import, from its plan")]
ImportFile = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV, or one JSON object per line; - for standard input")
]

Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="KEY=VALUE", help="may be repeated", autocompletion=completion.filters),
]
# `--filter a=1 b=2`: an option takes one value, and the others become arguments.
MoreFilters = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY=VALUE", help="more values of --filter", autocompletion=completion.filters),
]
MoreConstants = Annotated[list[str] | None, typer.Argument(metavar="COLUMN=VALUE", help="more values of --set")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="at most so many (default: all)")]

_DATA_HELP = "JSON, @FILE, or - for standard input"
Data = Annotated[str | None, typer.Option("--data", metavar="JSON", help=_DATA_HELP)]
RequiredData = Annotated[str, typer.Option("--data", metavar="JSON", help=_DATA_HELP)]
IfMatch = Annotated[
    str | None,
    typer.Option("--if-match", metavar="ETAG", help="the ETag of the version that was read (default: the current one)"),
]
IdempotencyKey = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key", metavar="KEY", help="the same key has one effect, however often the command is run"
    ),
]

MapFile = Annotated[str | None, typer.Option("--map", metavar="MAP", help="a file that says what the columns mean")]
Constants = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="COLUMN=VALUE",
        help="a column with the same value in each row, in addition to those of the map (may be repeated)",
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8 or windows-1252 (default: detected)")
]


def choice(name: str, *values: str, help: str) -> Any:
    """An option with fixed values."""

    def validate(context: typer.Context, value: str | None) -> str | None:
        if value is not None and value not in values and not context.resilient_parsing:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(values)}.")
        return value

    def complete() -> list[str]:
        return list(values)

    return typer.Option(name, metavar="|".join(values), help=help, callback=validate, autocompletion=complete)


Dialect = Annotated[
    str | None, choice("--dialect", "comma", "semicolon", "danish", "tab", help="the delimiter (default: detected)")
]
