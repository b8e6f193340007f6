"""Words as they are typed, in the order in which they are read."""

VERBS = ("plan", "apply", "rows", "check", "map", "discard", "reverse")


_VALUED = ("--language", "--url", "--only")  # options of every command that take a word


def arranged(words: list[str]) -> list[str]:
    """Options of every command may stand before its word; `import RESOURCE FILE` is short for `import plan ...`."""
    before = 0
    while before < len(words) and words[before].partition("=")[0] in {*_VALUED, "--json", "--insecure"}:
        before += 2 if words[before] in _VALUED else 1
    words = [*words[before:], *words[:before]] if before < len(words) else words
    if len(words) > 1 and words[0] == "import" and words[1] not in {*VERBS, "-h", "--help"}:
        return ["import", "plan", *words[1:]]
    return words
