"""What to do about a refusal, where that can be said in general; in the language of the answer."""

from typing import Literal

Told = Literal["python", "command"]
"""Whom a step is told: a program, or somebody who typed a command."""

_STEPS: dict[str, dict[int | str, str]] = {
    "en": {
        401: "Sign in again, then repeat the call.",
        403: "You can see it, but your roles do not allow this: ask who gives grants in your municipality.",
        404: "It does not exist, or it is outside your reach: check the id and your grants.",
        412: "It was changed since you read it: read it again and repeat your change.",
        413: "Send less at a time, or use an import.",
        428: "Say which version you have seen: pass the thing itself, or if_match=.",
        429: "Wait before trying again; `retry_after` says how many seconds.",
        503: "The service is busy or restarting: try again in a little while.",
        "plan-outdated": "Send the file again: it makes a new plan, on what is there now.",
        "overridable": 'Who is responsible may set this rule aside: because={"CODE": "the reason"}.',
        "fault": "Tell those who run the service, with the request id.",
    },
    "da": {
        401: "Log ind igen, og gentag kaldet.",
        403: "Du kan se det, men dine roller tillader det ikke: spørg den, der giver rettigheder i kommunen.",
        404: "Det findes ikke, eller det er uden for din rækkevidde: se på id og rettigheder.",
        412: "Det er ændret, siden du læste det: læs det igen, og gentag ændringen.",
        413: "Send mindre ad gangen, eller brug en import.",
        428: "Sig, hvilken version du har set: giv tingen selv, eller if_match=.",
        429: "Vent, før du prøver igen; `retry_after` siger hvor mange sekunder.",
        503: "Tjenesten er optaget eller ved at starte: prøv igen om lidt.",
        "plan-outdated": "Send filen igen: det giver en ny plan ud fra det, der er nu.",
        "overridable": 'Den ansvarlige kan sætte reglen til side: because={"CODE": "begrundelsen"}.',
        "fault": "Sig det til dem, der driver tjenesten, med forespørgslens id.",
    },
}


_TYPED: dict[str, dict[int | str, str]] = {
    "en": {
        401: "Sign in again: sammen login.",
        428: "Say which version you have seen: --if-match.",
        429: "Wait a little before trying again.",
        "overridable": 'Who is responsible may set this rule aside: "because": {"CODE": "the reason"} in --data.',
    },
    "da": {
        401: "Log ind igen: sammen login.",
        428: "Sig, hvilken version du har set: --if-match.",
        429: "Vent lidt, før du prøver igen.",
        "overridable": 'Den ansvarlige kan sætte reglen til side: "because": {"CODE": "begrundelsen"} i --data.',
    },
}
_WRONG_WORD = frozenset(
    {"wrong-credentials", "invalid-grant", "invalid-client", "first-password", "first-password-ended"}
)


def next_step(code: str, status: int, language: str, *, overridable: bool, told: Told = "python") -> str | None:
    """What to do next; None where nothing can be said but what the refusal says itself."""
    language = language[:2] if language[:2] in _STEPS else "en"
    steps = _STEPS[language] if told == "python" else {**_STEPS[language], **_TYPED[language]}
    if code in _WRONG_WORD:
        return None  # that it was signed in with is what is wrong
    if overridable:
        return steps["overridable"].replace("CODE", code)
    if status >= 500 and status != 503:
        return steps["fault"]
    return steps.get(code) or steps.get(status)
