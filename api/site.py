"""The documentation's pages: Markdown and the frame around it, plain HTML that asks no other host for anything."""

import re
from functools import lru_cache
from html import escape
from importlib import resources
from typing import Final, NamedTuple

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from api.http import conditional_requests

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Entry(NamedTuple):
    """A page of the site as its navigation names it; its address begins at the service's root."""

    address: str
    en: str
    da: str


GUIDES: Final = (
    Entry("docs/first-call", "First call in five minutes", "Første kald på fem minutter"),
    Entry("docs/signing-in", "Signing in", "Log ind"),
    Entry("docs/lists", "Lists and cursors", "Lister og cursorer"),
    Entry("docs/changes", "Changing things", "At ændre ting"),
    Entry("docs/refusals", "Refusals and what to do", "Afvisninger, og hvad der gøres"),
    Entry("docs/frontends", "Building a frontend", "At bygge en brugerflade"),
    Entry("docs/imports", "Imports", "Import"),
    Entry("docs/going-live", "Going live", "I drift"),
    Entry("docs/deprecation", "Versions and deprecation", "Versioner og udfasning"),
)
BESIDE: Final = (
    Entry("docs/reference", "Reference", "Reference"),
    Entry("docs/glossary", "Glossary", "Ordliste"),
    Entry("problems", "Every refusal", "Alle afvisninger"),
    Entry("docs/changelog", "Change log", "Ændringer"),
)
_SKIP = {"en": "Skip to the text", "da": "Gå til teksten"}
_GUIDES = {"en": "Guides", "da": "Vejledninger"}
_BESIDE = {"en": "To look up", "da": "Til opslag"}
_CONTENTS = {"en": "Documentation", "da": "Dokumentation"}

# Without HTML of its own: what a text says is shown, never run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_SESSION = re.compile(r'(?s)(?<=<pre><code class="language-console">).*?(?=</code>)')
_PROMPT = re.compile(r"(?m)^\$ ")
_TO_A_FILE = re.compile(r'(<a href="[^":]*?)\.md(["#])')


def rendered(text: str) -> str:
    """Markdown as HTML; links between the files lead to their pages."""
    return _TO_A_FILE.sub(r"\1\2", _with_anchors(str(_MARKDOWN.render(text))))


def inline(text: str) -> str:
    """A sentence with its `code` as HTML."""
    return str(_MARKDOWN.renderInline(text))


def _with_anchors(html: str) -> str:
    """Let each heading below the first be linked to, and what is wider than the page be scrolled by keyboard."""

    def named(found: re.Match[str]) -> str:
        level, words = found.groups()
        name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>", "", words).lower()).strip("-")
        return f'<h{level} id="{name}">{words}</h{level}>'

    html = re.sub(r"<h([23])>(.*?)</h\1>", named, html)
    # What is typed is copied without the sign that it is typed after.
    html = _SESSION.sub(lambda found: _PROMPT.sub('<span class="prompt">$ </span>', found[0]), html)
    html = html.replace("<pre>", '<pre tabindex="0">')
    return html.replace("<th>", '<th scope="col">')


@lru_cache(maxsize=50)
def written(name: str) -> str:
    """A text of the documentation as it is written."""
    return (resources.files("api") / "guides" / name).read_text(encoding="utf-8")


def page(title: str, body: str, *, here: str, language: str = "en") -> Response:
    """A page of the site. `here` is its address from the service's root, so that links stay right below a prefix."""
    up = "../" * here.count("/")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Sammen</title><link rel="icon" href="{up}docs/favicon-32x32.png">'
        f'<link rel="stylesheet" href="{up}docs/site.css">'
    )
    content = (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body>'
        f'<a class="skip" href="#text">{_SKIP[language]}</a>{navigation(here, language)}'
        f'<main id="text" tabindex="-1">{body}</main></body></html>'
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Language": language, "Vary": "Accept, Accept-Language"}
    return HTMLResponse(content, headers=headers)


def navigation(here: str, language: str = "en") -> str:
    """The site's pages, with the present one marked."""
    up = "../" * here.count("/")

    def listed(entries: tuple[Entry, ...]) -> str:
        mark = ' aria-current="page"'
        return "".join(
            f'<li><a href="{up}{one.address}"{mark if one.address == here else ""}>{getattr(one, language)}</a></li>'
            for one in entries
        )

    home = f'<a class="home" href="{up}docs">Sammen</a>'
    return (
        f'<header>{home}<nav aria-label="{_CONTENTS[language]}"><p>{_GUIDES[language]}</p><ul>{listed(GUIDES)}</ul>'
        f"<p>{_BESIDE[language]}</p><ul>{listed(BESIDE)}</ul></nav></header>"
    )


def asset(request: Request, content: bytes, media_type: str) -> Response:
    """A file that pages load; 304 for who has it already."""
    tag = conditional_requests.etag(content)
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if conditional_requests.matches_if_none_match(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)
