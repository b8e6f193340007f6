"""A class for each refusal that the contract names. Made by generate.py; do not edit.

try:
    client.cycles.create(...)
except sammen.problems.CycleOverlaps as problem:
    print(problem.detail, problem.request_id)
"""

from sammen import errors


class BadCursor(errors.BadRequest):
    """`bad-cursor` (400)"""


class Busy(errors.ServiceFault):
    """`busy` (503)"""


class ChangedMeanwhile(errors.PreconditionFailed):
    """`changed-meanwhile` (412)"""


class ConditionRequired(errors.PreconditionRequired):
    """`condition-required` (428)"""


class CycleOverlaps(errors.Conflict):
    """`cycle-overlaps` (409)"""


class InvalidInput(errors.Invalid):
    """`invalid-input` (422)"""


class NotAllowed(errors.Forbidden):
    """`not-allowed` (403)"""


class NotFound(errors.NotFound):
    """`not-found` (404)"""


class NotSignedIn(errors.Unauthorized):
    """`not-signed-in` (401)"""


class TooManyRequests(errors.TooManyRequests):
    """`too-many-requests` (429)"""


BY_CODE: dict[str, type[errors.Problem]] = {
    "bad-cursor": BadCursor,
    "busy": Busy,
    "changed-meanwhile": ChangedMeanwhile,
    "condition-required": ConditionRequired,
    "cycle-overlaps": CycleOverlaps,
    "invalid-input": InvalidInput,
    "not-allowed": NotAllowed,
    "not-found": NotFound,
    "not-signed-in": NotSignedIn,
    "too-many-requests": TooManyRequests,
}
