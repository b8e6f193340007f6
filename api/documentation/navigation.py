"""The pages of the documentation, grouped and in the order of the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the navigation names it; its address begins at the service's root."""

    address: str
    english: str
    danish: str

    def title(self, language: str) -> str:
        return self.danish if language == "da" else self.english


@dataclass(frozen=True, slots=True)
class Group:
    """A group of pages; `title` names an interface text."""

    title: str
    entries: Sequence[Entry]


NAVIGATION: Final[Sequence[Group]] = (
    Group(
        "group_begin",
        (
            Entry("docs/first-call", "First call", "Første kald"),
            Entry("docs/learning-dialogue", "A learning dialogue", "En læringssamtale"),
            Entry("docs/glossary", "Glossary", "Ordliste"),
        ),
    ),
    Group(
        "group_use",
        (
            Entry("docs/sign-in", "Sign-in and roles", "Login og roller"),
            Entry("docs/lists", "Lists", "Lister"),
            Entry("docs/concurrency", "Changes and concurrency", "Ændringer og samtidighed"),
            Entry("docs/errors", "Errors", "Fejl"),
            Entry("docs/frontends", "Frontends", "Brugerflader"),
            Entry("docs/imports", "Imports", "Import"),
            Entry("docs/disclosure-control", "Disclosure control", "Beskyttelse af små grupper"),
            Entry("docs/versions", "Versions", "Versioner"),
        ),
    ),
    Group(
        "group_run",
        (
            Entry("docs/operations", "Operations", "Drift"),
            Entry("docs/settings", "Settings", "Indstillinger"),
            Entry("docs/municipal-sign-in", "Municipal sign-in", "Kommunens eget login"),
            Entry("docs/privacy", "Privacy", "Persondata"),
            Entry("docs/benchmarks", "Benchmarks", "Målinger"),
        ),
    ),
    Group(
        "group_look_up",
        (
            Entry("docs/reference", "API reference", "API-reference"),
            Entry("problems", "All problems", "Alle fejl"),
            Entry("docs/changelog", "Change log", "Ændringslog"),
        ),
    ),
)

ADDRESSES: Final = tuple(entry.address for group in NAVIGATION for entry in group.entries)
