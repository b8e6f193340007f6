"""Markdown as HTML: anchors, links between guides, samples, and nothing interpreted that a text only shows."""

import pytest

from api.web.markdown import Section, render_document, render_inline


def html_of(text: str, **options: str) -> str:
    return str(render_document(f"# Title\n\n{text}", **options).html)


def test_the_first_heading_is_the_title_and_headings_below_it_get_anchors() -> None:
    document = render_document("# A `title` & more\n\n## From *Python*\n\nText.\n\n### Deeper\n\n## From Python\n")
    assert document.title == "A title & more"
    assert document.sections == [Section("from-python", "From Python"), Section("from-python-1", "From Python")]
    assert '<h3 id="deeper">' in document.html
    assert "<h1" not in document.html


def test_a_text_without_a_title_is_an_error() -> None:
    with pytest.raises(ValueError, match="first level"):
        render_document("Only text.")


def test_links_between_files_lead_to_pages() -> None:
    links = "[a](errors.md#by-status) [b](reference) [c](https://example.org/x.md) [d](#here) [e](/x.md)"
    html = html_of(links, link_prefix="docs/")
    expected = ("docs/errors#by-status", "docs/reference", "https://example.org/x.md", "#here", "/x.md")
    assert all(f'href="{target}"' in html for target in expected)


def test_prompts_of_a_console_sample_are_marked_and_output_is_not() -> None:
    html = html_of("```console\n$ echo '<b>' \\\n    && ls\n<b> $ x\n```")
    assert html == (
        '<pre tabindex="0"><code class="language-console"><span class="prompt">$ </span>echo &#39;&lt;b&gt;&#39; \\\n'
        "    &amp;&amp; ls\n&lt;b&gt; $ x\n</code></pre>\n"
    )


@pytest.mark.parametrize("text", ["```json\n{}\n```", "    {}\n"])
def test_other_samples_are_shown_as_they_are(text: str) -> None:
    assert "{}\n</code></pre>" in html_of(text)
    assert '<pre tabindex="0">' in html_of(text)


def test_table_headers_name_their_columns() -> None:
    assert '<th scope="col">A</th>' in html_of("| A |\n|---|\n| b |\n")


def test_a_table_with_many_columns_is_scrolled_sideways_and_by_keyboard() -> None:
    narrow, wide = ("|".join(["", *"abcdefg"[:columns], ""]) for columns in (4, 5))
    html = html_of(f"{narrow}\n{'|---' * 4}|\n\n{wide}\n{'|---' * 5}|\n")
    assert html.count("<table>") == 2
    assert html.count('<div class="wide-table" tabindex="0">\n<table>') == 1
    assert html.endswith("</table>\n</div>\n")


def test_html_in_a_text_is_shown_and_not_interpreted() -> None:
    for text in ("<script>alert(1)</script>", "a <b>b</b>", "[x](javascript:alert(1))"):
        assert "<script" not in html_of(text)
        assert "<b>" not in html_of(text)
        assert "href" not in html_of(text)
    assert render_inline("`<i>` and <i>") == "<code>&lt;i&gt;</code> and &lt;i&gt;"
