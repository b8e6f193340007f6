"""General advice on what to do about a problem, in the language of the response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sammen.errors import Problem

Steps = Mapping[int | str, str]
"""Advice by status, by problem code, and for `overridable` and `server-error`."""

_STEPS: Mapping[str, Steps] = {
    "en": {
        401: "Sign in again, then repeat the request.",
        403: "Your roles do not allow this: ask the people who grant roles in your municipality.",
        404: "It does not exist, or you have no access to it: check the id and your grants.",
        412: "It was changed since you read it: read it again and repeat your change.",
        413: "Send less at a time, or use an import.",
        428: "State which version you have read: pass the model itself, or if_match=.",
        429: "Wait before you try again; `retry_after` is the number of seconds.",
        503: "The service is busy or restarting: try again in a little while.",
        "plan-outdated": "Send the file again: this makes a new plan from the current data.",
        "overridable": 'The person responsible may override this rule: because={"CODE": "the reason"}.',
        "server-error": "Report it to the operator of the service, with the request id.",
    },
    "da": {
        401: "Log ind igen, og gentag kaldet.",
        403: "Dine roller tillader det ikke: spørg den, der tildeler roller i kommunen.",
        404: "Det findes ikke, eller du har ikke adgang til det: kontrollér id'et og dine rettigheder.",
        412: "Det er ændret, siden du læste det: læs det igen, og gentag ændringen.",
        413: "Send mindre ad gangen, eller brug en import.",
        428: "Angiv, hvilken version du har læst: giv selve modellen, eller if_match=.",
        429: "Vent, før du prøver igen; `retry_after` er antallet af sekunder.",
        503: "Tjenesten er optaget eller ved at genstarte: prøv igen om lidt.",
        "plan-outdated": "Send filen igen: så laves en ny plan ud fra de nuværende data.",
        "overridable": 'Den ansvarlige kan fravige reglen: because={"CODE": "begrundelsen"}.',
        "server-error": "Giv besked til den, der driver tjenesten, og oplys forespørgslens id.",
    },
}

# The credentials of the request itself were wrong: signing in again is no advice.
_CREDENTIAL_PROBLEMS = frozenset(
    {"wrong-credentials", "invalid-grant", "invalid-client", "first-password", "first-password-ended"}
)


def next_step(problem: Problem, wording: Mapping[str, Steps] | None = None) -> str | None:
    """What to do about a problem; None when the service has its own advice, or there is no general advice.

    `wording` replaces advice by language, for programs whose users do not write Python.
    """
    if (problem.detail and problem.status in {403, 404}) or problem.code in _CREDENTIAL_PROBLEMS:
        return None
    language = problem.language[:2] if problem.language[:2] in _STEPS else "en"
    steps = {**_STEPS[language], **(wording or {}).get(language, {})}
    if problem.overridable:
        return steps["overridable"].replace("CODE", problem.code)
    if problem.status >= 500 and problem.status != 503:
        return steps["server-error"]
    return steps.get(problem.code) or steps.get(problem.status)
