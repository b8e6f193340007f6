"""The problem of a database with the tables of another version."""

from api.core.problems import problem_type

NOT_MIGRATED = problem_type(
    "database-of-another-version",
    503,
    ("The database has the tables of another version", "Databasen har tabeller fra en anden version"),
    (
        "Run `sammen-api migrate`: it creates the tables, or says why it cannot.",
        "Kør `sammen-api migrate`: den opretter tabellerne eller siger, hvorfor den ikke kan.",
    ),
    audience="operator",
    retryable=True,
)
