"""Options of the form NAME=VALUE: --filter and --set."""

from collections.abc import Iterator, Sequence

from sammen_cli.errors import UsageError


def parse_filters(texts: Sequence[str]) -> dict[str, list[str]]:
    """The values of --filter by name; a repeated filter has several values."""
    filters: dict[str, list[str]] = {}
    for name, value in _split(texts, "--filter"):
        filters.setdefault(name.replace("-", "_"), []).append(value)
    return filters


def parse_constants(texts: Sequence[str]) -> dict[str, str]:
    """The values of --set. An empty value is an error: it usually comes from an unset variable of the shell."""
    constants = dict(_split(texts, "--set"))
    if empty := [name for name, value in constants.items() if not value.strip()]:
        raise UsageError(f"--set {empty[0]}= has no value: is a variable of the shell empty?")
    return constants


def _split(texts: Sequence[str], option: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise UsageError(f"{option} needs NAME=VALUE, not {text!r}.")
        yield name, value
