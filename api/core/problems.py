"""Problems: the named errors of the service (RFC 9457), and the faults of a request that lead to them.

Each problem type is part of the contract, by its code, and is explained at `/problems/{code}`. `api.http` renders a
`Problem` that was raised as a response.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

MAX_ERRORS = 1000
"""The largest number of errors in a response; a request can contain tens of thousands."""

Audience = Literal["user", "developer", "operator"]
# Errors in names, which no user types: only the developer of the client can correct them, whatever the problem type is.
DEVELOPER_ERROR_CODES = frozenset({"unknown-parameter", "repeated-parameter", "unknown-field"})


class LocalizedText(NamedTuple):
    """A text in the two languages of the service."""

    en: str
    da: str


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: `title` says what is wrong, `mend` what to do, and `audience` who can do it."""

    code: str
    status: int
    title: LocalizedText
    mend: LocalizedText
    audience: Audience = "user"
    retryable: bool = False
    overridable: bool = False


PROBLEM_TYPES: dict[str, ProblemType] = {}
"""Every problem type by its code."""


def problem_type(
    code: str,
    status: int,
    title: tuple[str, str],
    mend: tuple[str, str],
    *,
    audience: Audience = "user",
    retryable: bool = False,
    overridable: bool = False,
) -> ProblemType:
    """Register a problem type. `title` (what is wrong) and `mend` (what to do) are each in English and Danish."""
    if code in PROBLEM_TYPES:
        raise ValueError(f"there are two problem types with the code {code}")
    PROBLEM_TYPES[code] = ProblemType(
        code, status, LocalizedText(*title), LocalizedText(*mend), audience, retryable, overridable
    )
    return PROBLEM_TYPES[code]


@dataclass(frozen=True, slots=True)
class Fault:
    """One error in a request: its problem type, and its place (a JSON pointer into the body, or a parameter).

    `code` and `detail` are more specific than those of the problem type, where they are given.
    """

    kind: ProblemType
    pointer: str | None = None
    parameter: str | None = None
    code: str | None = None
    detail: LocalizedText | None = None
    column: str | None = None  # of an imported file, whose rows have no JSON pointers

    def as_error(self, language: str) -> dict[str, Any]:
        """Return the fault as an element of a problem's `errors`."""
        text = self.detail or self.kind.title
        place = {"parameter": self.parameter} if self.parameter is not None else {"pointer": self.pointer or ""}
        overridable = {"overridable": True} if self.kind.overridable else {}
        return {**place, "code": self.code or self.kind.code, "detail": getattr(text, language), **overridable}


class Problem(Exception):
    """An error response, raised. Its type is that of the first fault; all faults are listed in the response.

    `members` are extension members (RFC 9457), `headers` further headers of the response; `detail` and `audience`
    replace those of the problem type.
    """

    def __init__(
        self,
        first: ProblemType | Fault,
        *others: Fault,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
        detail: LocalizedText | None = None,
        audience: Audience | None = None,
    ) -> None:
        self.kind = first if isinstance(first, ProblemType) else first.kind
        self.faults = ([] if isinstance(first, ProblemType) else [first]) + list(others)
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        self.detail = detail
        self.audience: Audience = audience or ("developer" if _is_client_error(self.faults) else self.kind.audience)
        super().__init__(self.kind.code)


def _is_client_error(faults: Sequence[Fault]) -> bool:
    """Return whether only a faulty program can have caused the faults: an unknown name, or an error in a parameter, a
    header or a missing body, which users do not enter."""
    sent_by_program = [fault.kind.code == "invalid-input" and _is_sent_by_program(fault) for fault in faults]
    has_unknown_name = any(fault.code in DEVELOPER_ERROR_CODES for fault in faults)
    return has_unknown_name or (bool(sent_by_program) and all(sent_by_program))


def _is_sent_by_program(fault: Fault) -> bool:
    return fault.parameter is not None or (not fault.pointer and fault.code in ("wrong-type", "required"))


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise a Problem if there is any fault. The first determines its code and status, so callers sort the faults."""
    listed = list(faults)
    if listed:
        raise Problem(*listed)


class Override(NamedTuple):
    """A rule that the caller has overridden, with the reason."""

    code: str
    words: str


def apply_overrides(
    faults: Iterable[Fault], because: Mapping[str, str] | None, *overridable: ProblemType
) -> list[Override]:
    """Raise the faults, except those of rules that `because` overrides with a reason; return the overrides.

    `overridable` are the rules that can be overridden in this request; naming another one is a fault as well.
    """
    reasons, codes = dict(because or {}), {problem_type.code for problem_type in overridable}
    listed = list(faults)
    not_overridable = [
        # The code comes from the request: it is repeated only if it is a problem code.
        Fault(
            INVALID_INPUT,
            f"/because/{code if code in PROBLEM_TYPES else '?'}",
            None,
            "not-overridable",
            _only_overridable(codes),
        )
        for code in reasons
        if code not in codes
    ]
    overridden = {fault.kind.code for fault in listed if fault.kind.code in codes & reasons.keys()}
    raise_faults([fault for fault in listed if fault.kind.code not in overridden] + not_overridable)
    return [Override(code, reasons[code]) for code in sorted(overridden)]


def _only_overridable(codes: Iterable[str]) -> LocalizedText:
    names = ", ".join(f"`{code}`" for code in sorted(codes))
    return LocalizedText(
        f"This rule cannot be overridden here; these can: {names}.",
        f"Denne regel kan ikke tilsidesættes her; det kan disse: {names}.",
    )


# --- problem types that all rooms share ---

UNREADABLE_REQUEST = problem_type(
    "unreadable-request",
    400,
    ("The request cannot be read", "Forespørgslen kan ikke læses"),
    (
        "Send well-formed JSON in UTF-8, without duplicate keys, NaN or Infinity, nested at most 32 levels deep.",
        "Send velformet JSON i UTF-8 uden gentagne nøgler, NaN eller Infinity og med højst 32 niveauer.",
    ),
    audience="developer",
)
BAD_CURSOR = problem_type(
    "bad-cursor",
    400,
    ("The cursor is not valid", "Cursoren er ikke gyldig"),
    (
        "Use `next_cursor` from a response unchanged, or start again without `cursor`.",
        "Brug `next_cursor` fra et svar uændret, eller begynd forfra uden `cursor`.",
    ),
    audience="developer",
)
CURSOR_OF_ANOTHER_QUERY = problem_type(
    "cursor-of-another-query",
    400,
    ("The cursor belongs to another query", "Cursoren hører til en anden forespørgsel"),
    (
        "Keep the same filters and sort order while you follow a cursor.",
        "Brug de samme filtre og den samme sortering, så længe du følger en cursor.",
    ),
    audience="developer",
)
NOT_SIGNED_IN = problem_type(
    "not-signed-in",
    401,
    ("You are not signed in", "Du er ikke logget ind"),
    (
        "Send a valid access token as 'Authorization: Bearer'; get one from POST /v1/token.",
        "Send et gyldigt adgangstoken som 'Authorization: Bearer'; hent et fra POST /v1/token.",
    ),
)
NOT_ALLOWED = problem_type(
    "not-allowed",
    403,
    ("You are not allowed to do this", "Du har ikke lov til at gøre dette"),
    ("Ask the administration for a role that allows it.", "Bed forvaltningen om en rolle, der giver lov til det."),
)
NOT_FOUND = problem_type(
    "not-found",
    404,
    ("This does not exist, or you do not have access to it", "Det findes ikke, eller du har ikke adgang til det"),
    (
        "Check the address and the id. Your roles decide what you have access to.",
        "Kontrollér adressen og id'et. Dine roller afgør, hvad du har adgang til.",
    ),
)
NOT_ACCEPTABLE = problem_type(
    "not-acceptable",
    406,
    ("None of the formats in the Accept header is available", "Ingen af formaterne i Accept-headeren kan leveres"),
    (
        "Lists are available as `application/json`, `text/csv` and `text/csv; dialect=danish`.",
        "Lister kan leveres som `application/json`, `text/csv` og `text/csv; dialect=danish`.",
    ),
    audience="developer",
)
METHOD_NOT_ALLOWED = problem_type(
    "method-not-allowed",
    405,
    ("This address does not support the method", "Adressen understøtter ikke metoden"),
    ("Use one of the methods in the Allow header.", "Brug en af metoderne i Allow-headeren."),
    audience="developer",
)
TOO_SLOW = problem_type(
    "too-slow",
    408,
    ("The request took too long to arrive", "Forespørgslen var for længe undervejs"),
    (
        "Send it again on a connection that transfers at least 20 KB a second.",
        "Send den igen på en forbindelse, der overfører mindst 20 KB i sekundet.",
    ),
    audience="developer",
)
CONFLICT = problem_type(
    "already-exists",
    409,
    ("This already exists", "Det findes allerede"),
    (
        "Use the existing one, or enter another value in each field that the errors point to.",
        "Brug det eksisterende, eller angiv en anden værdi i hvert felt, som fejlene peger på.",
    ),
)
IN_USE = problem_type(
    "in-use",
    409,
    (
        "It cannot be deleted, because other data refers to it",
        "Det kan ikke slettes, fordi andre data henviser til det",
    ),
    (
        "Close, withdraw or cancel it instead: then everything that refers to it is kept.",
        "Luk det, træk det tilbage eller aflys det i stedet: så bevares alt, der henviser til det.",
    ),
)
WRONG_STATE = problem_type(
    "wrong-state",
    409,
    ("The current status does not allow this", "Den nuværende status tillader det ikke"),
    ("Fetch the resource again and check its status.", "Hent indholdet igen, og se, hvilken status det har."),
)


_DANISH_NAMES: dict[type[StrEnum], Mapping[str, str]] = {}


def name_in_danish(statuses: type[StrEnum], names: Mapping[str, str]) -> None:
    """Register the Danish names of an enumeration's values, for use in Danish texts."""
    _DANISH_NAMES[statuses] = names


def wrong_state(now: str, *allowed: StrEnum, pointer: str | None = None) -> Fault:
    """Return the fault of a resource whose status is `now`, where only the `allowed` statuses permit the request."""
    names = _DANISH_NAMES.get(type(allowed[0]), {})
    en = " or ".join(f"`{status}`" for status in sorted(allowed))
    da = " eller ".join(f"»{names.get(status, status).lower()}«" for status in sorted(allowed))
    detail = LocalizedText(
        f"Its status is `{now}`; this requires {en}.",
        f"Status er »{names.get(now, now).lower()}«; dette kræver {da}.",
    )
    return Fault(WRONG_STATE, pointer=pointer, detail=detail)


VERSION_MISMATCH = problem_type(
    "changed-meanwhile",
    412,
    ("The resource has been changed in the meantime", "Indholdet er blevet ændret i mellemtiden"),
    (
        "Fetch it again, check what has changed, and send your change with the new ETag.",
        "Hent det igen, se, hvad der er ændret, og send din ændring med det nye ETag.",
    ),
)
TOO_MANY_VALUES = problem_type(
    "too-many-values",
    400,
    ("The request contains too many values", "Forespørgslen indeholder for mange værdier"),
    (
        "Send only fields that the contract defines, and fewer at a time; use imports for large files.",
        "Send kun felter, som kontrakten definerer, og færre ad gangen; brug import til store filer.",
    ),
    audience="developer",
)
TOO_LARGE = problem_type(
    "too-large",
    413,
    ("The request is too large", "Forespørgslen er for stor"),
    ("Send less at a time; use imports for large files.", "Send mindre ad gangen; brug import til store filer."),
    audience="developer",
)
WRONG_MEDIA_TYPE = problem_type(
    "wrong-media-type",
    415,
    ("The media type of the body is not supported", "Indholdets medietype understøttes ikke"),
    ("Send a Content-Type that the contract defines.", "Send en Content-Type, som kontrakten definerer."),
    audience="developer",
)
WRONG_CONTENT_ENCODING = problem_type(
    "wrong-content-encoding",
    415,
    ("The content encoding of the body is not supported", "Indholdets komprimering understøttes ikke"),
    (
        "Send the body uncompressed, without Content-Encoding; only import files may be compressed.",
        "Send indholdet ukomprimeret, uden Content-Encoding; kun importfiler må være komprimeret.",
    ),
    audience="developer",
)
BODY_NOT_TAKEN = problem_type(
    "body-not-taken",
    422,
    ("This operation does not accept a body", "Operationen modtager intet indhold"),
    ("Send the request without a body.", "Send forespørgslen uden indhold."),
    audience="developer",
)
INVALID_INPUT = problem_type(
    "invalid-input",
    422,
    ("The request is not valid", "Forespørgslen er ikke gyldig"),
    (
        "Correct each field or parameter that `errors` points to; all errors are listed.",
        "Ret hvert felt og hver parameter, som `errors` peger på; alle fejl er nævnt.",
    ),
)
LOOKS_LIKE_CPR_NUMBER = problem_type(
    "looks-like-cpr-number",
    422,
    ("A text contains what looks like a CPR number", "En tekst indeholder noget, der ligner et CPR-nummer"),
    ("Remove the number; it was neither stored nor logged.", "Fjern nummeret; det er hverken gemt eller logget."),
)
UNKNOWN_REFERENCE = problem_type(
    "unknown-reference",
    422,
    (
        "An id refers to something that does not exist, or that you do not have access to",
        "Et id henviser til noget, der ikke findes, eller som du ikke har adgang til",
    ),
    (
        "Look up the right id for each field that the errors point to.",
        "Slå det rigtige id op for hvert felt, som fejlene peger på.",
    ),
)
KEY_REUSED = problem_type(
    "idempotency-key-reused",
    422,
    (
        "The Idempotency-Key has already been used for another request",
        "Idempotency-Key er allerede brugt til en anden forespørgsel",
    ),
    (
        "Use a new key for each request; send the same key again only to retry exactly the same request.",
        "Brug en ny nøgle til hver forespørgsel; send kun en nøgle igen for at gentage nøjagtig samme forespørgsel.",
    ),
    audience="developer",
)
RESPONSE_NOT_STORED = problem_type(
    "answer-not-kept",
    409,
    ("The response to this request is no longer stored", "Svaret på denne forespørgsel er ikke længere gemt"),
    (
        "The request was carried out the first time and is not carried out again. Its response has been deleted since, "
        "for example because text in it was redacted; fetch the resource instead.",
        "Forespørgslen blev gennemført første gang og gennemføres ikke igen. Svaret er siden slettet, for eksempel "
        "fordi tekst i det er fjernet; hent ressourcen i stedet.",
    ),
)
CONDITION_UNREADABLE = problem_type(
    "condition-unreadable",
    400,
    ("If-Match is not a valid ETag", "If-Match er ikke et gyldigt ETag"),
    (
        'Send the ETag in quotes, as you received it: If-Match: "3". `*` (any version) is not accepted.',
        'Send ETag i anførselstegn, som du modtog det: If-Match: "3". `*` (enhver version) accepteres ikke.',
    ),
    audience="developer",
)
CONDITION_REQUIRED = problem_type(
    "condition-required",
    428,
    ("The request does not say which version it changes", "Forespørgslen angiver ikke, hvilken version den ændrer"),
    ("Send the ETag of the resource as If-Match.", "Send ressourcens ETag som If-Match."),
    audience="developer",
)
INTERNAL = problem_type(
    "internal-error",
    500,
    ("An unexpected error occurred", "Der opstod en uventet fejl"),
    (
        "Nothing was changed. Give the request id to the operator.",
        "Intet er ændret. Oplys forespørgslens id til driften.",
    ),
    audience="operator",
)
UNAVAILABLE = problem_type(
    "database-unavailable",
    503,
    ("The database is not available", "Databasen er ikke tilgængelig"),
    ("Try again in a moment; nothing was changed.", "Prøv igen om lidt; intet er ændret."),
    audience="operator",
    retryable=True,
)
BUSY = problem_type(
    "busy",
    503,
    ("Other changes are being saved right now", "Andre ændringer er ved at blive gemt"),
    ("Try again in a moment; nothing was changed.", "Prøv igen om lidt; intet er ændret."),
    retryable=True,
)
