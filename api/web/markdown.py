"""Render Markdown as HTML: headings get anchors, links between guides lead to their pages, prompts are not copied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.anchors import anchors_plugin

_PROMPT: Final = "$ "
# Selecting a sample with the mouse leaves the prompt out (`user-select: none` in the style sheet).
_PROMPT_HTML: Final = Markup('<span class="prompt">{}</span>').format(_PROMPT)
# A sample that is wider than the page is scrolled by keyboard, so it must take the focus.
_BLOCK_HTML: Final = Markup('<pre tabindex="0"><code{}>{}</code></pre>\n')
_LANGUAGE_HTML: Final = Markup(' class="language-{}"')
_WIDE_TABLE_OPEN: Final = Markup('<div class="wide-table" tabindex="0">\n')
_WIDE_TABLE_CLOSE: Final = Markup("</div>\n")
_MOST_COLUMNS: Final = 4  # that fit on a phone
_HEADING_TOKENS: Final = 3  # a heading's opening, its text, its closing


class Section(NamedTuple):
    """A heading of the second level, for the contents of a page."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text: its first heading, the HTML below that, and its sections for the table of contents."""

    title: str
    html: Markup
    sections: Sequence[Section]


def slug(title: str) -> str:
    """Make an anchor of a heading: lower-case ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def render_document(text: str, *, link_prefix: str = "") -> Document:
    """Render a whole text. `link_prefix` precedes relative links, where the page has another folder than its file."""
    env: dict[str, Any] = {"link_prefix": link_prefix}
    tokens = _MARKDOWN.parse(text, env)
    if not tokens or tokens[0].tag != "h1":
        raise ValueError("a text begins with a heading of the first level")
    (_, _, title), *headings = _headings(tokens)
    sections = [Section(anchor, words) for tag, anchor, words in headings if tag == "h2"]
    body = tokens[_HEADING_TOKENS:]
    return Document(title, _safe(_MARKDOWN.renderer.render(body, _MARKDOWN.options, env)), sections)


def render_inline(text: str) -> Markup:
    """Render a sentence with its `code`, without a paragraph around it."""
    return _safe(_MARKDOWN.renderInline(text))


def _safe(html: str) -> Markup:
    """Mark the renderer's output as HTML: with `html: False` it has escaped every `<` of the text."""
    return Markup(html)  # noqa: S704  # nosec B704  # see above


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield tag, anchor and plain text of each heading."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            title = "".join(child.content for child in inline.children or ())
            yield token.tag, str(token.attrGet("id") or ""), title


def _link_to_pages(state: StateCore) -> None:
    """Let `errors.md#by-status`, a link between files, lead to the page `errors#by-status`."""
    for inline in state.tokens:
        for token in inline.children or ():
            target = str(token.attrGet("href") or "")
            if token.type == "link_open" and not re.match(r"[a-z]+:|#|/", target):
                page, hash_sign, anchor = target.partition("#")
                token.attrSet("href", state.env.get("link_prefix", "") + page.removesuffix(".md") + hash_sign + anchor)


def _scope_table_headers(state: StateCore) -> None:
    """Mark the cells of a table's first row as headers of their columns, for screen readers."""
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")


def _table_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Open a table; one with many columns is put into a box that is scrolled sideways, also by keyboard."""
    return f"{_WIDE_TABLE_OPEN if _is_wide(tokens, index) else ''}{renderer.renderToken(tokens, index, options, env)}"


def _table_close(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Close a table, and its box."""
    start = next(place for place in range(index, -1, -1) if tokens[place].type == "table_open")
    return f"{renderer.renderToken(tokens, index, options, env)}{_WIDE_TABLE_CLOSE if _is_wide(tokens, start) else ''}"


def _is_wide(tokens: Sequence[Token], start: int) -> bool:
    end = next(place for place in range(start, len(tokens)) if tokens[place].type == "thead_close")
    return sum(token.type == "th_open" for token in tokens[start:end]) > _MOST_COLUMNS


def _code_block(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Render a block of code; in a `console` block the prompts are marked."""
    language = tokens[index].info.strip()
    lines = tokens[index].content.splitlines(keepends=True)
    if language == "console":
        code = Markup().join(
            _PROMPT_HTML + line.removeprefix(_PROMPT) if line.startswith(_PROMPT) else escape(line) for line in lines
        )
    else:
        code = escape("".join(lines))
    return _BLOCK_HTML.format(_LANGUAGE_HTML.format(language) if language else "", code)


def _make_markdown() -> MarkdownIt:
    # `html: False`: markup within a text is shown, never interpreted.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.use(anchors_plugin, min_level=2, max_level=3, slug_func=slug)
    markdown.core.ruler.push("link_to_pages", _link_to_pages)
    markdown.core.ruler.push("scope_table_headers", _scope_table_headers)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    markdown.add_render_rule("fence", _code_block)
    markdown.add_render_rule("code_block", _code_block)
    return markdown


_MARKDOWN: Final = _make_markdown()
