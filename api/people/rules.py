"""Who may give which role where; which passwords are taken; and that somebody is always left who can give roles."""

from collections.abc import Iterable, Sequence
from datetime import date

from api.access.models import Grant
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.sign_in.models import Person

LAST_ADMIN = problem_type(
    "last-admin",
    409,
    ("Nobody would be left who can give every role", "Der ville ikke være nogen tilbage, som kan give alle roller"),
    (
        "Make somebody else a system administrator first, for as long or until further notice.",
        "Gør først en anden til systemadministrator, lige så længe eller indtil videre.",
    ),
)
WRONG_PASSWORD = problem_type(
    "wrong-password",
    422,
    ("The password until now is another one", "Den hidtidige adgangskode er en anden"),
    ("Type the password that you signed in with.", "Skriv den adgangskode, du loggede ind med."),
)
NOT_A_FIRST_ONE = problem_type(
    "not-a-first-password",
    409,
    ("The password is your own already", "Adgangskoden er allerede din egen"),
    (
        "Sign in with it; then it can be changed at /v1/me/password.",
        "Log ind med den; så kan den ændres på /v1/me/password.",
    ),
)
_PASSWORD_PROBLEMS = {
    code: problem_type(code, 422, title, ("Choose another password.", "Vælg en anden adgangskode."))
    for code, title in {
        "password-too-short": ("A password has at least 12 characters", "En adgangskode har mindst 12 tegn"),
        "password-too-long": ("A password has at most 256 characters", "En adgangskode har højst 256 tegn"),
        "password-too-common": ("Many would think of this password", "Mange ville finde på denne adgangskode"),
        "password-contains-username": ("It contains the username", "Den indeholder brugernavnet"),
        "password-unchanged": ("It is the password until now", "Det er den hidtidige adgangskode"),
    }.items()
}
PASSWORD_PROBLEMS = tuple(_PASSWORD_PROBLEMS.values())
"""What a new password can be refused for."""


def check_admin_left(others: Iterable[Grant], was: date, until: date) -> list[Fault]:
    """A grant of `admin` that lasted until `was` and now ends sooner is not what there would have been an admin by:
    another one (`others`: of people who may sign in, in force today) lasts as long, or until further notice."""
    last = max((until, *(other.until_on for other in others)))
    return [Fault(LAST_ADMIN)] if last < was else []


_ERASED = LocalizedText("They were erased.", "Personen er slettet.")


def check_not_erased(person: Person) -> list[Fault]:
    """Who is erased is nobody any more: no name, no way in."""
    return [] if person.erased_on is None else [Fault(WRONG_STATE, detail=_ERASED)]


def password_faults(codes: Sequence[str], pointer: str) -> list[Fault]:
    """The faults for what the policy of passwords found."""
    return [Fault(_PASSWORD_PROBLEMS[code], pointer=pointer) for code in codes]


_TEXTS = {
    "required": LocalizedText("This is required.", "Dette er påkrævet."),
    "not-expected": LocalizedText("This does not belong here.", "Dette hører ikke til her."),
    "out-of-bounds": LocalizedText(
        "It ends after its first day, and not in the past.", "Den slutter efter sin første dag og ikke i fortiden."
    ),
}


def _fault(pointer: str, code: str) -> Fault:
    return Fault(INVALID_INPUT, pointer=pointer, code=code, detail=_TEXTS[code])
