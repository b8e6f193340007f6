"""Problems of the caller's own password."""

from api.core.problems import problem_type

WRONG_PASSWORD = problem_type(
    "wrong-password",
    422,
    ("The current password is incorrect", "Den nuværende adgangskode er forkert"),
    ("Enter the password that you signed in with.", "Skriv den adgangskode, du loggede ind med."),
)
NOT_A_FIRST_PASSWORD = problem_type(
    "not-a-first-password",
    409,
    ("The password is not a first password", "Adgangskoden er ikke en midlertidig adgangskode"),
    (
        "It is already your own: sign in with it. You can then change it at /v1/me/password.",
        "Den er allerede din egen: log ind med den. Derefter kan du ændre den på /v1/me/password.",
    ),
)
