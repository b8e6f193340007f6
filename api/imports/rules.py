"""What a file must be, and what must be so before its plan is carried out."""

from api.core.problems import Fault, LocalizedText, Problem, ProblemType, problem_type
from api.imports.models import Import, State

# --- the file itself ---

EMPTY = problem_type(
    "file-empty",
    422,
    ("The file holds no rows", "Filen indeholder ingen rækker"),
    ("Send a file with a header line and at least one row.", "Send en fil med en overskriftslinje og mindst én række."),
)
CUT_SHORT = problem_type(
    "upload-cut-short",
    400,
    ("The file did not arrive whole", "Filen kom ikke helt frem"),
    ("Send it again; nothing was kept of it.", "Send den igen; intet af den er gemt."),
    audience="developer",
)
BROKEN_GZIP = problem_type(
    "broken-gzip",
    422,
    ("The file cannot be unpacked", "Filen kan ikke pakkes ud"),
    ("Pack it again with gzip, or send it unpacked.", "Pak den igen med gzip, eller send den upakket."),
)
UNPACKS_TOO_LARGE = problem_type(
    "unpacks-too-large",
    413,
    ("The file unpacks to far more than it is", "Filen fylder urimeligt meget, når den pakkes ud"),
    ("Send it in parts, or unpacked.", "Send den i dele, eller upakket."),
)
WRONG_ENCODING = problem_type(
    "wrong-encoding",
    422,
    ("The file is not in the encoding that was said", "Filen er ikke i den tegnkodning, der blev angivet"),
    (
        "Save it as UTF-8, or say 'charset=windows-1252' in the Content-Type.",
        "Gem den som UTF-8, eller angiv 'charset=windows-1252' i Content-Type.",
    ),
)
HOLDS_NUL = problem_type(
    "file-holds-nul",
    422,
    ("The file is not a text", "Filen er ikke en tekst"),
    (
        "It holds NUL bytes: save it as CSV in UTF-8, not as a workbook or in UTF-16.",
        "Den indeholder NUL-tegn: gem den som CSV i UTF-8, ikke som projektmappe eller i UTF-16.",
    ),
)
LINE_TOO_LONG = problem_type(
    "line-too-long",
    422,
    ("A line of the file is too long", "En linje i filen er for lang"),
    (
        "A row has at most 1,000,000 bytes and a cell at most 100,000; look for a quote that is not closed.",
        "En række har højst 1.000.000 byte og en celle højst 100.000; se efter et anførselstegn, der ikke lukkes.",
    ),
)
UNREADABLE_FILE = problem_type(
    "unreadable-file",
    422,
    ("The file cannot be read as what it is said to be", "Filen kan ikke læses som det, den siges at være"),
    (
        "Check the quotes around the line that is named, or the Content-Type.",
        "Se på anførselstegnene omkring den nævnte linje, eller på Content-Type.",
    ),
)
ANOTHER_DIALECT = problem_type(
    "another-dialect",
    422,
    ("The file is written in another dialect than was said", "Filen er skrevet i en anden dialekt end angivet"),
    (
        "Leave `dialect` out, or say `comma`, `semicolon` or `danish` as the file is.",
        "Udelad `dialect`, eller angiv `comma`, `semicolon` eller `danish`, som filen er.",
    ),
)
REPEATED_COLUMN = problem_type(
    "repeated-column",
    422,
    ("A column stands in the header twice", "En kolonne står to gange i overskriften"),
    ("Leave one of them out.", "Udelad den ene."),
)
REPEATED_HEADER = problem_type(
    "repeated-header",
    422,
    ("The header line stands in the file twice", "Overskriftslinjen står to gange i filen"),
    ("Take the second one out; `line` says where.", "Fjern den anden; `line` siger hvor."),
)
UNKNOWN_COLUMN = problem_type(
    "unknown-column",
    422,
    ("The file has a column that is not known", "Filen har en kolonne, der ikke kendes"),
    (
        "Take it out or give it the name in the contract; nothing is ever dropped.",
        "Fjern den, eller giv den navnet fra kontrakten; intet udelades stiltiende.",
    ),
)
MISSING_COLUMN = problem_type(
    "missing-column",
    422,
    ("The file lacks a column", "Filen mangler en kolonne"),
    ("Add the columns that the errors name.", "Tilføj de kolonner, som fejlene nævner."),
)
TOO_MANY_COLUMNS = problem_type(
    "too-many-columns",
    422,
    ("The file has too many columns", "Filen har for mange kolonner"),
    ("Keep the columns of the contract only.", "Behold kun kontraktens kolonner."),
)

# --- the plan ---

HAS_REJECTED_ROWS = problem_type(
    "plan-has-rejected-rows",
    409,
    ("The plan has rows that are rejected", "Planen har rækker, der er afvist"),
    (
        "Fetch rows?outcome=rejected, mend the file and send it again; nothing is ever carried out by half.",
        "Hent rows?outcome=rejected, ret filen og send den igen; intet gennemføres halvt.",
    ),
)
OUTDATED = problem_type(
    "plan-outdated",
    412,
    ("What the plan saw has changed meanwhile", "Det, planen så, er ændret i mellemtiden"),
    (
        "Send the file again for a new plan; `rows` names the lines that would now do something else.",
        "Send filen igen og få en ny plan; `rows` nævner de linjer, der nu ville gøre noget andet.",
    ),
)
NOT_PLANNED = problem_type(
    "import-not-planned",
    409,
    ("The import is no longer a plan", "Importen er ikke længere en plan"),
    ("Send the file again for a new plan.", "Send filen igen og få en ny plan."),
)
NOT_APPLIED = problem_type(
    "import-not-applied",
    409,
    ("The import was not carried out, or was put back already", "Importen er ikke gennemført, eller er ført tilbage"),
    ("Only what was carried out can be put back.", "Kun det, der er gennemført, kan føres tilbage."),
)
CHANGED_SINCE = problem_type(
    "import-changed-since",
    409,
    (
        "Something that the import wrote was changed since, or is in use",
        "Noget, som importen skrev, er ændret siden eller er i brug",
    ),
    (
        "Nothing was put back. `rows` names the lines whose things were changed, are gone, or that something rests on: "
        "see to those by hand.",
        "Intet er ført tilbage. `rows` nævner de linjer, hvis ting er ændret, er væk, eller som andet hviler på: "
        "ret dem enkeltvis.",
    ),
)

_WRITTEN = {
    "required": ("This column is required.", "Denne kolonne er påkrævet."),
    "unknown-column": ("There is no such column.", "Der findes ingen kolonne med det navn."),
    "repeated-column": ("This column is repeated.", "Denne kolonne er gentaget."),
}


def about_columns(kind: ProblemType, code: str, names: list[str]) -> Problem:
    """The Problem of some columns, each pointed to."""
    words = LocalizedText(*_WRITTEN[code])
    return Problem(*(Fault(kind, pointer=f"/{name}", code=code, detail=words) for name in names[:50]))


def at_line(kind: ProblemType, line: int) -> Problem:
    """The Problem of a line of the file."""
    return Problem(kind, members={"line": line})


def check_planned(found: Import) -> None:
    """Only a plan can be carried out or discarded."""
    if found.state != State.planned:
        raise Problem(NOT_PLANNED)


def check_can_apply(found: Import) -> None:
    """A plan is carried out whole or not at all."""
    check_planned(found)
    if found.rejected:
        raise Problem(HAS_REJECTED_ROWS, members={"rejected": found.rejected})


_EMPTIED = LocalizedText(
    "How things were before is past its time and is not kept any more.",
    "Hvordan tingene var før, er for gammelt og gemmes ikke længere.",
)


def check_can_reverse(found: Import) -> None:
    """Only what was carried out is put back, once."""
    if found.state != State.applied:
        raise Problem(NOT_APPLIED)
    if found.emptied_on is not None:
        raise Problem(NOT_APPLIED, detail=_EMPTIED)
