"""Interface texts of the pages, in English and Danish; each text exists here only."""

from collections.abc import Mapping
from typing import Final

STRINGS: Final[Mapping[str, tuple[str, str]]] = {
    # the frame
    "skip_link": ("Skip to the content", "Gå til indholdet"),
    "contents": ("Contents", "Indhold"),
    "documentation": ("Documentation", "Dokumentation"),
    "on_this_page": ("On this page", "På denne side"),
    # the documentation's navigation
    "group_begin": ("Getting started", "Kom i gang"),
    "group_use": ("Using the API", "Brug API'et"),
    "group_run": ("Running the service", "Driv tjenesten"),
    "group_look_up": ("Reference", "Opslag"),
    # pages about problems
    "all_problems": ("All problems and how to solve them", "Alle fejl, og hvordan de løses"),
    "problem_user": (
        "The person who sent the request can solve it.",
        "Den, der sendte forespørgslen, kan rette det.",
    ),
    "problem_developer": (
        "The developer of the calling program has to solve it.",
        "Udvikleren af det kaldende program skal rette det.",
    ),
    "problem_operator": ("The operator of the service has to solve it.", "Den, der driver tjenesten, skal rette det."),
    "problem_retryable": (
        "The same request may succeed later.",
        "Den samme forespørgsel kan lykkes senere.",
    ),
    "problem_overridable": (
        "The rule can be overridden: state the reason in `because`.",
        "Reglen kan fraviges: skriv begrundelsen i `because`.",
    ),
}
"""Name of a text -> (English, Danish). Both may hold `code` in backticks."""


def strings(language: str) -> Mapping[str, str]:
    """Return every interface text in one language, by name."""
    return {name: danish if language == "da" else english for name, (english, danish) in STRINGS.items()}
