"""A class for each refusal that the contract names. Made by generate.py; do not edit.

try:
    client.cycles.create(...)
except sammen.problems.CycleOverlaps as problem:
    print(problem.detail, problem.request_id)
"""

from sammen import errors


class AgreementsNotTakenUp(errors.Conflict):
    """`agreements-not-taken-up` (409)"""


class AlreadyExists(errors.Conflict):
    """`already-exists` (409)"""


class AreasAlternate(errors.Conflict):
    """`areas-alternate` (409)"""


class BadCursor(errors.BadRequest):
    """`bad-cursor` (400)"""


class Busy(errors.ServiceFault):
    """`busy` (503)"""


class ChangedMeanwhile(errors.PreconditionFailed):
    """`changed-meanwhile` (412)"""


class ConditionRequired(errors.PreconditionRequired):
    """`condition-required` (428)"""


class CursorOfAnotherQuery(errors.BadRequest):
    """`cursor-of-another-query` (400)"""


class CycleEnded(errors.Conflict):
    """`cycle-ended` (409)"""


class CycleOverlaps(errors.Conflict):
    """`cycle-overlaps` (409)"""


class DatabaseUnavailable(errors.ServiceFault):
    """`database-unavailable` (503)"""


class DepartmentOfADepartment(errors.Invalid):
    """`department-of-a-department` (422)"""


class ExternalIdTaken(errors.Conflict):
    """`external-id-taken` (409)"""


class IdempotencyKeyReused(errors.Invalid):
    """`idempotency-key-reused` (422)"""


class InUse(errors.Conflict):
    """`in-use` (409)"""


class InstitutionClosed(errors.Conflict):
    """`institution-closed` (409)"""


class InstitutionInUse(errors.Conflict):
    """`institution-in-use` (409)"""


class InstitutionNumberTaken(errors.Conflict):
    """`institution-number-taken` (409)"""


class InternalError(errors.ServiceFault):
    """`internal-error` (500)"""


class InvalidInput(errors.Invalid):
    """`invalid-input` (422)"""


class LooksLikeCprNumber(errors.Invalid):
    """`looks-like-cpr-number` (422)"""


class MethodNotAllowed(errors.Problem):
    """`method-not-allowed` (405)"""


class NotAcceptable(errors.Problem):
    """`not-acceptable` (406)"""


class NotAllowed(errors.Forbidden):
    """`not-allowed` (403)"""


class NotFound(errors.NotFound):
    """`not-found` (404)"""


class NotSignedIn(errors.Unauthorized):
    """`not-signed-in` (401)"""


class TooLarge(errors.Problem):
    """`too-large` (413)"""


class TooManyRequests(errors.TooManyRequests):
    """`too-many-requests` (429)"""


class UnknownReference(errors.Invalid):
    """`unknown-reference` (422)"""


class UnreadableRequest(errors.BadRequest):
    """`unreadable-request` (400)"""


class WrongMediaType(errors.Problem):
    """`wrong-media-type` (415)"""


class WrongState(errors.Conflict):
    """`wrong-state` (409)"""


BY_CODE: dict[str, type[errors.Problem]] = {
    "agreements-not-taken-up": AgreementsNotTakenUp,
    "already-exists": AlreadyExists,
    "areas-alternate": AreasAlternate,
    "bad-cursor": BadCursor,
    "busy": Busy,
    "changed-meanwhile": ChangedMeanwhile,
    "condition-required": ConditionRequired,
    "cursor-of-another-query": CursorOfAnotherQuery,
    "cycle-ended": CycleEnded,
    "cycle-overlaps": CycleOverlaps,
    "database-unavailable": DatabaseUnavailable,
    "department-of-a-department": DepartmentOfADepartment,
    "external-id-taken": ExternalIdTaken,
    "idempotency-key-reused": IdempotencyKeyReused,
    "in-use": InUse,
    "institution-closed": InstitutionClosed,
    "institution-in-use": InstitutionInUse,
    "institution-number-taken": InstitutionNumberTaken,
    "internal-error": InternalError,
    "invalid-input": InvalidInput,
    "looks-like-cpr-number": LooksLikeCprNumber,
    "method-not-allowed": MethodNotAllowed,
    "not-acceptable": NotAcceptable,
    "not-allowed": NotAllowed,
    "not-found": NotFound,
    "not-signed-in": NotSignedIn,
    "too-large": TooLarge,
    "too-many-requests": TooManyRequests,
    "unknown-reference": UnknownReference,
    "unreadable-request": UnreadableRequest,
    "wrong-media-type": WrongMediaType,
    "wrong-state": WrongState,
}
