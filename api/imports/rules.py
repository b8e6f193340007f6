"""Rules and problem types of imports: of the uploaded file, and of the states of a plan."""

from api.core.problems import Fault, LocalizedText, Problem, ProblemType, problem_type
from api.imports.models import Import, State

# --- the file ---

FILE_EMPTY = problem_type(
    "file-empty",
    422,
    ("The file has no rows", "Filen har ingen rækker"),
    (
        "Send a file with a header row and at least one more row.",
        "Send en fil med en overskriftsrække og mindst én række mere.",
    ),
)
UPLOAD_CUT_SHORT = problem_type(
    "upload-cut-short",
    400,
    ("The upload was interrupted", "Overførslen af filen blev afbrudt"),
    ("Send the file again; nothing of it was stored.", "Send filen igen; intet af den er gemt."),
    audience="developer",
)
BROKEN_GZIP = problem_type(
    "broken-gzip",
    422,
    ("The file cannot be unpacked", "Filen kan ikke pakkes ud"),
    ("Compress it again with gzip, or send it uncompressed.", "Pak den igen med gzip, eller send den upakket."),
)
UNPACKS_TOO_LARGE = problem_type(
    "unpacks-too-large",
    413,
    ("The unpacked file is too large for its compressed size", "Filen fylder urimeligt meget, når den pakkes ud"),
    ("Send it in several parts, or uncompressed.", "Send den i flere dele eller upakket."),
)
WRONG_ENCODING = problem_type(
    "wrong-encoding",
    422,
    ("The file is not in the declared encoding", "Filen har en anden tegnkodning end angivet"),
    (
        "Save it as UTF-8, or declare 'charset=windows-1252' in the Content-Type.",
        "Gem den som UTF-8, eller angiv 'charset=windows-1252' i Content-Type.",
    ),
)
FILE_HOLDS_NUL = problem_type(
    "file-holds-nul",
    422,
    ("The file is not a text file", "Filen er ikke en tekstfil"),
    (
        "It contains NUL bytes: save it as CSV in UTF-8, not as a workbook or in UTF-16.",
        "Den indeholder NUL-tegn: gem den som CSV i UTF-8, ikke som regneark eller i UTF-16.",
    ),
)
LINE_TOO_LONG = problem_type(
    "line-too-long",
    422,
    ("A line of the file is too long", "En linje i filen er for lang"),
    (
        "A row may have 1,000,000 bytes and a cell 100,000 characters; look for a quotation mark that is not closed.",
        "En række må fylde 1.000.000 byte og en celle 100.000 tegn; se efter et anførselstegn, der ikke er lukket.",
    ),
)
UNREADABLE_FILE = problem_type(
    "unreadable-file",
    422,
    ("The file cannot be read as its declared type", "Filen kan ikke læses som den angivne type"),
    (
        "Check the quotation marks near the line given in `line`, or the Content-Type.",
        "Kontrollér anførselstegnene omkring den linje, der står i `line`, eller Content-Type.",
    ),
)
ANOTHER_DIALECT = problem_type(
    "another-dialect",
    422,
    ("The file is written in another dialect than declared", "Filen er skrevet i en anden dialekt end angivet"),
    (
        "Leave out `dialect`, or set it to that of the file: `comma`, `semicolon` or `danish`.",
        "Udelad `dialect`, eller angiv den, filen er skrevet i: `comma`, `semicolon` eller `danish`.",
    ),
)
REPEATED_COLUMN = problem_type(
    "repeated-column",
    422,
    ("A column occurs twice in the header row", "En kolonne forekommer to gange i overskriftsrækken"),
    ("Remove one of the two.", "Fjern den ene af dem."),
)
REPEATED_HEADER = problem_type(
    "repeated-header",
    422,
    ("The header row occurs twice in the file", "Overskriftsrækken forekommer to gange i filen"),
    (
        "Remove the second header row; `line` is its line number.",
        "Fjern den anden overskriftsrække; den står på linje `line`.",
    ),
)
UNKNOWN_COLUMN = problem_type(
    "unknown-column",
    422,
    ("The file has an unknown column", "Filen har en ukendt kolonne"),
    (
        "Remove it, or rename it to a column of the contract; unknown columns are not ignored.",
        "Fjern den, eller omdøb den til en kolonne fra kontrakten; ukendte kolonner springes ikke over.",
    ),
)
MISSING_COLUMN = problem_type(
    "missing-column",
    422,
    ("The file lacks a required column", "Filen mangler en påkrævet kolonne"),
    ("Add the columns that the errors name.", "Tilføj de kolonner, som fejlene nævner."),
)
TOO_MANY_COLUMNS = problem_type(
    "too-many-columns",
    422,
    ("The file has too many columns", "Filen har for mange kolonner"),
    ("Keep only the columns that the import accepts.", "Behold kun de kolonner, som importen kan modtage."),
)

# --- the plan ---

PLAN_HAS_REJECTED_ROWS = problem_type(
    "plan-has-rejected-rows",
    409,
    ("The plan has rejected rows", "Planen har afviste rækker"),
    (
        "Fetch rows?outcome=rejected, correct the file and send it again. A plan is applied as a whole or not at all.",
        "Hent rows?outcome=rejected, ret filen og send den igen. En plan gennemføres helt eller slet ikke.",
    ),
)
PLAN_OUTDATED = problem_type(
    "plan-outdated",
    412,
    ("The plan is outdated", "Planen er forældet"),
    (
        "The data has changed since the plan was made. Send the file again for a new plan; `rows` lists the rows whose "
        "outcome would now be different.",
        "Data er ændret, siden planen blev lavet. Send filen igen og få en ny plan; `rows` viser de rækker, der nu "
        "ville få et andet resultat.",
    ),
)
IMPORT_NOT_PLANNED = problem_type(
    "import-not-planned",
    409,
    (
        "The import has already been applied, or its plan has been discarded or has expired",
        "Importen er allerede gennemført, eller planen er kasseret eller udløbet",
    ),
    ("Send the file again for a new plan.", "Send filen igen og få en ny plan."),
)
IMPORT_NOT_APPLIED = problem_type(
    "import-not-applied",
    409,
    (
        "The import has not been applied, or has already been reversed",
        "Importen er ikke gennemført eller er allerede tilbageført",
    ),
    ("Only an applied import can be reversed.", "Kun en gennemført import kan tilbageføres."),
)
IMPORT_CHANGED_SINCE = problem_type(
    "import-changed-since",
    409,
    (
        "Data from the import has been changed since, or is in use",
        "Data fra importen er siden blevet ændret eller er i brug",
    ),
    (
        "Nothing was reversed. `rows` lists the rows whose data has been changed or deleted, or is in use: correct "
        "these rows individually.",
        "Intet er tilbageført. `rows` viser de rækker, hvis data er ændret, slettet eller i brug: ret dem enkeltvis.",
    ),
)

_COLUMN_DETAILS = {
    "required": ("This column is required.", "Denne kolonne er påkrævet."),
    "unknown-column": ("There is no such column.", "Der findes ingen kolonne med det navn."),
    "repeated-column": ("This column is repeated.", "Denne kolonne er gentaget."),
}
_MAX_COLUMN_FAULTS = 50


def column_problem(problem_type: ProblemType, code: str, names: list[str]) -> Problem:
    """Return the problem of some columns, with a fault for each."""
    detail = LocalizedText(*_COLUMN_DETAILS[code])
    faults = (Fault(problem_type, pointer=f"/{name}", code=code, detail=detail) for name in names[:_MAX_COLUMN_FAULTS])
    return Problem(*faults)


def line_problem(problem_type: ProblemType, line: int) -> Problem:
    """Return the problem of a line of the file."""
    return Problem(problem_type, members={"line": line})


def check_planned(import_: Import) -> None:
    """Raise `import-not-planned` unless the import is a plan."""
    if import_.state != State.planned:
        raise Problem(IMPORT_NOT_PLANNED)


def check_can_apply(import_: Import) -> None:
    """Raise unless the import is a plan without rejected rows."""
    check_planned(import_)
    if import_.rejected:
        raise Problem(PLAN_HAS_REJECTED_ROWS, members={"rejected": import_.rejected})


_ROWS_ERASED = LocalizedText(
    "The retention period of its rows has ended: the values before the import are erased.",
    "Rækkernes opbevaringsperiode er udløbet: værdierne fra før importen er slettet.",
)


def check_can_reverse(import_: Import) -> None:
    """Raise `import-not-applied` unless the import is applied, and its previous values are still stored."""
    if import_.state != State.applied:
        raise Problem(IMPORT_NOT_APPLIED)
    if import_.emptied_on is not None:
        raise Problem(IMPORT_NOT_APPLIED, detail=_ROWS_ERASED)
