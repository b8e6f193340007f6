"""The parts of help screens that list the transitions and parts of all resources."""

import textwrap

from sammen_cli.resource_catalog import describe_word, resource_by_word, resource_words, words_of

_WIDTH = 78
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def words_epilog(verb: str, title: str) -> str:
    """A paragraph with a line for each resource, wrapped between its words."""
    lines = ["\b", title]
    for resource_word in resource_words(verb):
        resource = resource_by_word(resource_word)
        words = [describe_word(verb, resource, word) for word in words_of(verb, resource)]
        if words:
            text = ", ".join(word.replace(" ", _NO_BREAK_SPACE) for word in words)
            wrapped = textwrap.wrap(
                f"{resource_word}: {text}",
                _WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
            lines += [line.replace(_NO_BREAK_SPACE, " ") for line in wrapped]
    return "\n".join(lines)
