"""A refusal has a name, a status and a sentence; how every refusal is answered (RFC 9457)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

MAX_ERRORS = 1000  # that are told of, and that a fault is made of: a request can hold tens of thousands
Audience = Literal["user", "developer", "operator"]
# Faults in names, which no user types: only who made the program can mend them, whatever the refusal's name is.
DEVELOPER_ERROR_CODES = frozenset({"unknown-parameter", "repeated-parameter", "unknown-field"})


class LocalizedText(NamedTuple):
    """One sentence in the two languages of the contract."""

    en: str
    da: str


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A refusal by name: part of the contract, explained at /problems/{code}."""

    code: str
    status: int
    title: LocalizedText
    mend: LocalizedText
    audience: Audience = "user"
    retryable: bool = False
    overridable: bool = False


PROBLEM_TYPES: dict[str, ProblemType] = {}


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
    """Name a refusal. `title` and `mend` (who mends it, and how) are each in English and Danish."""
    if code in PROBLEM_TYPES:
        raise ValueError(f"two refusals are named {code}")
    PROBLEM_TYPES[code] = ProblemType(
        code, status, LocalizedText(*title), LocalizedText(*mend), audience, retryable, overridable
    )
    return PROBLEM_TYPES[code]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a request: which refusal it is, and where (JSON pointer, or parameter)."""

    kind: ProblemType
    pointer: str | None = None
    parameter: str | None = None
    code: str | None = None
    detail: LocalizedText | None = None
    column: str | None = None  # of an imported file, whose rows have no JSON pointers

    def answer(self, language: str) -> dict[str, Any]:
        words = self.detail or self.kind.title
        where = {"parameter": self.parameter} if self.parameter is not None else {"pointer": self.pointer or ""}
        extra = {"overridable": True} if self.kind.overridable else {}
        return {**where, "code": self.code or self.kind.code, "detail": getattr(words, language), **extra}


class Problem(Exception):
    """Raised to refuse. The first fault names the refusal, all of them are answered."""

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
        self.audience: Audience = audience or ("developer" if _of_programs(self.faults) else self.kind.audience)
        super().__init__(self.kind.code)


def _of_programs(faults: Sequence[Fault]) -> bool:
    """Whether only a program can have sent this: a wrong name, parameters and headers that nobody types, no body."""
    wrong = [fault.kind.code == "invalid-input" and _is_sent_by_program(fault) for fault in faults]
    return any(fault.code in DEVELOPER_ERROR_CODES for fault in faults) or (bool(wrong) and all(wrong))


def _is_sent_by_program(fault: Fault) -> bool:
    return fault.parameter is not None or (not fault.pointer and fault.code in ("wrong-type", "required"))


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise a Problem if there is any fault; the caller lists them in the order of domain.md."""
    found = list(faults)
    if found:
        raise Problem(*found)


class Override(NamedTuple):
    """A rule that was set aside by who is responsible, with words."""

    code: str
    words: str


def apply_overrides(faults: Iterable[Fault], because: Mapping[str, str] | None, *taken: ProblemType) -> list[Override]:
    """Raise what is broken, but for the rules that may be set aside and are, with a reason; answer those reasons.

    `taken` are the rules that may be set aside in this request; others cannot be named.
    """
    given, names = dict(because or {}), {kind.code for kind in taken}
    found = list(faults)
    foreign = [
        # A name that was sent is said again only if it is one of ours.
        Fault(
            INVALID_INPUT, f"/because/{code if code in PROBLEM_TYPES else '?'}", None, "not-overridable", _taken(names)
        )
        for code in given
        if code not in names
    ]
    set_aside = {f.kind.code for f in found if f.kind.code in names & given.keys()}
    raise_faults([f for f in found if f.kind.code not in set_aside] + foreign)
    return [Override(code, given[code]) for code in sorted(set_aside)]


def _taken(names: Iterable[str]) -> LocalizedText:
    told = ", ".join(f"`{name}`" for name in sorted(names))
    en, da = "No rule of this name can be set aside here, only", "Ingen regel med dette navn kan tilsidesættes her, kun"
    return LocalizedText(f"{en} {told}.", f"{da} {told}.")


# --- the refusals that every room shares ---

UNREADABLE_REQUEST = problem_type(
    "unreadable-request",
    400,
    ("The request cannot be read", "Forespørgslen kan ikke læses"),
    (
        "Send well-formed JSON in UTF-8 without duplicate members, NaN or Infinity, nested at most 32 deep.",
        "Send velformet JSON i UTF-8 uden gentagne felter, NaN eller Infinity og højst 32 niveauer dyb.",
    ),
    audience="developer",
)
BAD_CURSOR = problem_type(
    "bad-cursor",
    400,
    ("The cursor cannot be read", "Cursoren kan ikke læses"),
    (
        "Use next_cursor from an answer as it is, or start over without one.",
        "Brug next_cursor fra et svar, som den er, eller begynd forfra uden.",
    ),
    audience="developer",
)
CURSOR_OF_ANOTHER_QUERY = problem_type(
    "cursor-of-another-query",
    400,
    ("The cursor belongs to another query", "Cursoren hører til en anden forespørgsel"),
    (
        "Keep filters and sort as they were while you follow a cursor.",
        "Behold filtre og sortering, mens du følger en cursor.",
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
    ("You may not do this", "Det må du ikke"),
    ("Ask the administration for a role that allows it.", "Bed forvaltningen om en rolle, der giver lov til det."),
)
NOT_FOUND = problem_type(
    "not-found",
    404,
    ("There is no such thing within your reach", "Det findes ikke inden for din rækkevidde"),
    (
        "Check the address and the id; what lies outside your roles' reach is not shown.",
        "Kontrollér adresse og id; det, der ligger uden for dine rollers rækkevidde, vises ikke.",
    ),
)
NOT_ACCEPTABLE = problem_type(
    "not-acceptable",
    406,
    ("Nothing of what Accept asks for is answered here", "Intet af det, Accept beder om, svares her"),
    (
        "Lists answer `application/json`, `text/csv`, or `text/csv; dialect=danish`.",
        "Lister svarer `application/json`, `text/csv` eller `text/csv; dialect=danish`.",
    ),
    audience="developer",
)
METHOD_NOT_ALLOWED = problem_type(
    "method-not-allowed",
    405,
    ("This address does not take that method", "Adressen tager ikke imod den metode"),
    ("See the Allow header and the contract.", "Se Allow-headeren og kontrakten."),
    audience="developer",
)
TOO_SLOW = problem_type(
    "too-slow",
    408,
    ("The request took too long to arrive", "Forespørgslen var for længe undervejs"),
    (
        "Send it again, on a connection that carries 20 KB a second.",
        "Send den igen på en forbindelse, der bærer 20 KB i sekundet.",
    ),
    audience="developer",
)
CONFLICT = problem_type(
    "already-exists",
    409,
    ("There is one already", "Det findes allerede"),
    (
        "Use the one that exists, or give another value where the errors point.",
        "Brug det, der findes, eller angiv en anden værdi dér, hvor fejlene peger.",
    ),
)
IN_USE = problem_type(
    "in-use",
    409,
    ("Something refers to it, so it cannot be deleted", "Noget henviser til det, så det kan ikke slettes"),
    (
        "Close, withdraw or cancel it instead; nothing that is referred to is lost.",
        "Luk, tilbagetræk eller aflys det i stedet; intet, der henvises til, går tabt.",
    ),
)
WRONG_STATE = problem_type(
    "wrong-state",
    409,
    ("Its state does not allow this", "Det tillader dets tilstand ikke"),
    ("Fetch it and see which state it is in.", "Hent det og se, hvilken tilstand det er i."),
)


_NAMES: dict[type[StrEnum], Mapping[str, str]] = {}


def name_in_danish(statuses: type[StrEnum], names: Mapping[str, str]) -> None:
    """Let refusals call the members of an enumeration by these names where they speak Danish."""
    _NAMES[statuses] = names


def wrong_state(now: str, *allowed: StrEnum, pointer: str | None = None) -> Fault:
    """The fault of a thing that stands at `now`, where what is asked takes one of the `allowed` statuses."""
    names = _NAMES.get(type(allowed[0]), {})
    en = " or ".join(f"`{status}`" for status in sorted(allowed))
    da = " eller ".join(f"»{names.get(status, status).lower()}«" for status in sorted(allowed))
    words = LocalizedText(
        f"Its status is `{now}`; this takes {en}.",
        f"Det er »{names.get(now, now).lower()}«; det her kræver, at det er {da}.",
    )
    return Fault(WRONG_STATE, pointer=pointer, detail=words)


VERSION_MISMATCH = problem_type(
    "changed-meanwhile",
    412,
    ("It has been changed meanwhile", "Det er blevet ændret i mellemtiden"),
    (
        "Fetch it again, look at what changed, and send your change with the new ETag.",
        "Hent det igen, se hvad der er ændret, og send din ændring med det nye ETag.",
    ),
)
TOO_MANY_VALUES = problem_type(
    "too-many-values",
    400,
    ("The request holds more values than are read", "Forespørgslen har flere værdier, end der læses"),
    (
        "Send what the contract names, and less at a time; large files go through imports.",
        "Send det, som kontrakten nævner, og mindre ad gangen; store filer går gennem import.",
    ),
    audience="developer",
)
TOO_LARGE = problem_type(
    "too-large",
    413,
    ("The request is too large", "Forespørgslen er for stor"),
    ("Send less at a time; large files go through imports.", "Send mindre ad gangen; store filer går gennem import."),
    audience="developer",
)
WRONG_MEDIA_TYPE = problem_type(
    "wrong-media-type",
    415,
    ("The body is of a type that is not read here", "Indholdet er af en type, der ikke læses her"),
    ("Send the Content-Type that the contract names.", "Send den Content-Type, som kontrakten nævner."),
    audience="developer",
)
WRONG_CONTENT_ENCODING = problem_type(
    "wrong-content-encoding",
    415,
    ("The body is packed in a way that is not read here", "Indholdet er pakket på en måde, der ikke læses her"),
    (
        "Send it as it is, without Content-Encoding; only files for imports may be packed.",
        "Send det, som det er, uden Content-Encoding; kun filer til import må være pakket.",
    ),
    audience="developer",
)
BODY_NOT_TAKEN = problem_type(
    "body-not-taken",
    422,
    ("No body is taken here", "Her modtages intet indhold"),
    (
        "Send the request without a body; what was in it would have no effect.",
        "Send forespørgslen uden indhold; det, der stod i den, ville ingen virkning have.",
    ),
    audience="developer",
)
INVALID_INPUT = problem_type(
    "invalid-input",
    422,
    ("Something in the request is not valid", "Noget i forespørgslen er ikke gyldigt"),
    (
        "Mend each place that the errors point to; all faults are listed.",
        "Ret hvert sted, som fejlene peger på; alle fejl er nævnt.",
    ),
)
LOOKS_LIKE_CPR_NUMBER = problem_type(
    "looks-like-cpr-number",
    422,
    ("A text holds what looks like a CPR number", "En tekst indeholder, hvad der ligner et CPR-nummer"),
    ("Take the number out; it was neither stored nor logged.", "Fjern nummeret; det er hverken gemt eller logget."),
)
UNKNOWN_REFERENCE = problem_type(
    "unknown-reference",
    422,
    ("An id refers to nothing within your reach", "Et id henviser ikke til noget inden for din rækkevidde"),
    ("Look the id up first; each error points to the field.", "Slå id'et op først; hver fejl peger på feltet."),
)
KEY_REUSED = problem_type(
    "idempotency-key-reused",
    422,
    ("The Idempotency-Key was used for another request", "Idempotency-Key er brugt til en anden forespørgsel"),
    (
        "Make a new key for each request; repeat a key only with the very same request.",
        "Lav en ny nøgle til hver forespørgsel; gentag kun en nøgle med nøjagtig samme forespørgsel.",
    ),
    audience="developer",
)
RESPONSE_NOT_STORED = problem_type(
    "answer-not-kept",
    409,
    ("What this request was answered is no longer kept", "Svaret på denne forespørgsel er ikke længere gemt"),
    (
        "It was carried out the first time, and is not again. Words were taken out of what the answer told of; fetch "
        "the thing itself.",
        "Den blev udført første gang og bliver det ikke igen. Der er fjernet ord fra det, svaret fortalte om; hent "
        "selve tingen.",
    ),
)
CONDITION_UNREADABLE = problem_type(
    "condition-unreadable",
    400,
    ("If-Match names no version", "If-Match angiver ingen version"),
    (
        'Write the ETag in quotes, as it was answered: If-Match: "3". A star, for any version, is not taken.',
        'Skriv ETag i anførselstegn, som den blev givet: If-Match: "3". En stjerne, for enhver version, modtages ikke.',
    ),
    audience="developer",
)
CONDITION_REQUIRED = problem_type(
    "condition-required",
    428,
    ("Say which version you are changing", "Sig, hvilken version du ændrer"),
    ("Send the ETag of the thing as If-Match.", "Send tingens ETag som If-Match."),
    audience="developer",
)
INTERNAL = problem_type(
    "internal-error",
    500,
    ("Something went wrong here", "Noget gik galt hos os"),
    ("Nothing was changed. Tell the operator the request id.", "Intet er ændret. Giv driften forespørgslens id."),
    audience="operator",
)
UNAVAILABLE = problem_type(
    "database-unavailable",
    503,
    ("The database cannot be reached", "Databasen kan ikke nås"),
    ("Try again in a moment; nothing was changed.", "Prøv igen om lidt; intet er ændret."),
    audience="operator",
    retryable=True,
)
BUSY = problem_type(
    "busy",
    503,
    ("Others are writing just now", "Andre skriver lige nu"),
    ("Try again in a moment; nothing was changed.", "Prøv igen om lidt; intet er ændret."),
    retryable=True,
)
