"""The frame of every page: language, landmarks, policy, escaping; and the interface texts in two languages."""

import pytest
from jinja2 import UndefinedError

from api.core.problems import LocalizedText
from api.web.rendering import content_security_policy, page, render
from api.web.strings import STRINGS, strings
from tests.support import problem_observer

TITLE = '<script>alert("1")</script>'


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_page_has_a_language_and_begins_with_a_skip_link(language: str) -> None:
    html = render("layout.html", address="answer/x", language=language, title="Title")
    assert f'<html lang="{language}">' in html
    assert html.index(strings(language)["skip_link"]) < html.index("<header") < html.index('<main id="content"')
    assert html.count("<main") == 1


def test_a_page_needs_no_script_and_no_inline_style() -> None:
    response = page("layout.html", address="answer/x", title="Title")
    assert b"<script" not in response.body
    assert b"<style" not in response.body
    policy = response.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")


def test_the_policy_of_a_page_with_a_form_allows_its_target() -> None:
    policy = content_security_policy(form_action="'self'")
    assert "form-action 'self'" in policy
    assert "form-action 'none'" not in policy


def test_variables_are_escaped() -> None:
    html = render("layout.html", address="x", title=TITLE)
    assert TITLE not in html
    assert "&lt;script&gt;" in html


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="title"):
        render("layout.html", address="x")


def test_links_are_relative_to_the_page() -> None:
    assert 'href="docs/site.css"' in render("layout.html", address="docs", title="Title")
    assert 'href="../../docs/site.css"' in render("layout.html", address="public/x/reports", title="Title")


@pytest.mark.parametrize("name", STRINGS)
def test_each_interface_text_is_in_its_own_language(name: str) -> None:
    english, danish = STRINGS[name]
    assert not (problem_observer.mixes_languages(LocalizedText(english, danish)) and english != danish)
