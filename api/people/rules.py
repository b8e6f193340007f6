"""Rules of people: the problems of new passwords, erased people, and the last system administrator."""

from collections.abc import Iterable
from datetime import date

from api.access.models import Grant
from api.core.problems import WRONG_STATE, Fault, LocalizedText, problem_type
from api.sign_in.models import Person
from api.sign_in.passwords import check_password_policy

LAST_ADMIN = problem_type(
    "last-admin",
    409,
    ("There would be no system administrator left", "Der ville ikke være nogen systemadministrator tilbage"),
    (
        "First make somebody else a system administrator, for at least as long.",
        "Gør først en anden til systemadministrator, mindst lige så længe.",
    ),
)
_PASSWORD_PROBLEMS = {
    code: problem_type(code, 422, title, ("Choose another password.", "Vælg en anden adgangskode."))
    for code, title in {
        "password-too-short": (
            "The password is too short: at least 12 characters are required",
            "Adgangskoden er for kort: den skal have mindst 12 tegn",
        ),
        "password-too-long": (
            "The password is too long: at most 256 characters are accepted",
            "Adgangskoden er for lang: den må have højst 256 tegn",
        ),
        "password-too-common": ("The password is too common", "Adgangskoden er for almindelig"),
        "password-contains-username": ("The password contains the username", "Adgangskoden indeholder brugernavnet"),
        "password-unchanged": (
            "The new password is the same as the current one",
            "Den nye adgangskode er den samme som den nuværende",
        ),
    }.items()
}
PASSWORD_PROBLEMS = tuple(_PASSWORD_PROBLEMS.values())
"""The problems of a new password."""

_ERASED = LocalizedText("The person was erased.", "Personen er slettet.")


def check_password(password: str, username: str, pointer: str, previous: str | None = None) -> list[Fault]:
    """Check a new password against the policy, and that it differs from the previous one."""
    codes = check_password_policy(password, username) + (["password-unchanged"] if password == previous else [])
    return [Fault(_PASSWORD_PROBLEMS[code], pointer=pointer) for code in codes]


def check_admin_left(others: Iterable[Grant], current_end: date, new_end: date) -> list[Fault]:
    """Check that a grant of `admin` can end sooner than now: another administrator remains at least as long.

    `others` are the grants of `admin` in force today, of other people who can sign in.
    """
    last_end = max((new_end, *(other.until_on for other in others)))
    return [Fault(LAST_ADMIN)] if last_end < current_end else []


def check_not_erased(person: Person) -> list[Fault]:
    """Check that a person was not erased: an erased person can be given neither a name nor a password."""
    return [] if person.erased_on is None else [Fault(WRONG_STATE, detail=_ERASED)]
