"""A class for each refusal that the contract names. Made by generate.py; do not edit.

try:
    client.cycles.create(...)
except sammen.problems.CycleOverlaps as problem:
    print(problem.detail, problem.request_id)
"""

from sammen import errors


class AgeGroupForChildrenOnly(errors.Invalid):
    """`age-group-for-children-only` (422)"""


class AgreementsNotTakenUp(errors.Conflict):
    """`agreements-not-taken-up` (409)"""


class AlreadyExists(errors.Conflict):
    """`already-exists` (409)"""


class AnotherDialect(errors.Invalid):
    """`another-dialect` (422)"""


class AnswerNotKept(errors.Conflict):
    """`answer-not-kept` (409)"""


class AreasAlternate(errors.Conflict):
    """`areas-alternate` (409)"""


class BadCursor(errors.BadRequest):
    """`bad-cursor` (400)"""


class BodyNotTaken(errors.Invalid):
    """`body-not-taken` (422)"""


class BrokenGzip(errors.Invalid):
    """`broken-gzip` (422)"""


class Busy(errors.ServiceFault):
    """`busy` (503)"""


class CannotObserve(errors.Invalid):
    """`cannot-observe` (422)"""


class ChangedMeanwhile(errors.PreconditionFailed):
    """`changed-meanwhile` (412)"""


class CircleIncomplete(errors.Conflict):
    """`circle-incomplete` (409)"""


class ClientSignInOff(errors.BadRequest):
    """`client-sign-in-off` (400)"""


class ClosingIsAStep(errors.Conflict):
    """`closing-is-a-step` (409)"""


class ConcernWithoutReason(errors.Invalid):
    """`concern-without-reason` (422)"""


class ConditionRequired(errors.PreconditionRequired):
    """`condition-required` (428)"""


class ConditionUnreadable(errors.BadRequest):
    """`condition-unreadable` (400)"""


class ConsultationHasOpened(errors.Conflict):
    """`consultation-has-opened` (409)"""


class ConsultationNotOpen(errors.Conflict):
    """`consultation-not-open` (409)"""


class CrossOriginRefused(errors.BadRequest):
    """`cross-origin-refused` (400)"""


class CursorOfAnotherQuery(errors.BadRequest):
    """`cursor-of-another-query` (400)"""


class CycleEnded(errors.Conflict):
    """`cycle-ended` (409)"""


class CycleOfAnotherArea(errors.Invalid):
    """`cycle-of-another-area` (422)"""


class CycleOverlaps(errors.Conflict):
    """`cycle-overlaps` (409)"""


class DataHolderFromElsewhere(errors.Invalid):
    """`data-holder-from-elsewhere` (422)"""


class DatabaseOfAnotherVersion(errors.ServiceFault):
    """`database-of-another-version` (503)"""


class DatabaseUnavailable(errors.ServiceFault):
    """`database-unavailable` (503)"""


class DecidedInDialogue(errors.Conflict):
    """`decided-in-dialogue` (409)"""


class DepartmentOfADepartment(errors.Invalid):
    """`department-of-a-department` (422)"""


class DepartmentsOpen(errors.Conflict):
    """`departments-open` (409)"""


class DialogueExists(errors.Conflict):
    """`dialogue-exists` (409)"""


class DueInThePast(errors.Invalid):
    """`due-in-the-past` (422)"""


class EarlierDialogueOpen(errors.Conflict):
    """`earlier-dialogue-open` (409)"""


class ExternalIdTaken(errors.Conflict):
    """`external-id-taken` (409)"""


class FileEmpty(errors.Invalid):
    """`file-empty` (422)"""


class FileHoldsNul(errors.Invalid):
    """`file-holds-nul` (422)"""


class FirstPassword(errors.BadRequest):
    """`first-password` (400)"""


class FirstPasswordEnded(errors.BadRequest):
    """`first-password-ended` (400)"""


class FocusAreaOfAnotherInstitution(errors.Invalid):
    """`focus-area-of-another-institution` (422)"""


class GrantFromSignIn(errors.Conflict):
    """`grant-from-sign-in` (409)"""


class GrantOutOfReach(errors.Invalid):
    """`grant-out-of-reach` (422)"""


class GrantToOneself(errors.Forbidden):
    """`grant-to-oneself` (403)"""


class GuideNotPublished(errors.Conflict):
    """`guide-not-published` (409)"""


class GuidePointsMissing(errors.Invalid):
    """`guide-points-missing` (422)"""


class GuidePublished(errors.Conflict):
    """`guide-published` (409)"""


class HalfYearNotClosed(errors.Invalid):
    """`half-year-not-closed` (422)"""


class HeldInTheFuture(errors.Invalid):
    """`held-in-the-future` (422)"""


class IdempotencyKeyReused(errors.Invalid):
    """`idempotency-key-reused` (422)"""


class ImportChangedSince(errors.Conflict):
    """`import-changed-since` (409)"""


class ImportNotApplied(errors.Conflict):
    """`import-not-applied` (409)"""


class ImportNotPlanned(errors.Conflict):
    """`import-not-planned` (409)"""


class InUse(errors.Conflict):
    """`in-use` (409)"""


class IndicatorCodeTaken(errors.Conflict):
    """`indicator-code-taken` (409)"""


class IndicatorMeasured(errors.Conflict):
    """`indicator-measured` (409)"""


class IndicatorNotForThisKind(errors.Invalid):
    """`indicator-not-for-this-kind` (422)"""


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


class InvalidTokenRequest(errors.BadRequest):
    """`invalid-token-request` (400)"""


class KindInUse(errors.Conflict):
    """`kind-in-use` (409)"""


class LastAdmin(errors.Conflict):
    """`last-admin` (409)"""


class LineTooLong(errors.Invalid):
    """`line-too-long` (422)"""


class LooksLikeCprNumber(errors.Invalid):
    """`looks-like-cpr-number` (422)"""


class MeasuredAlready(errors.Conflict):
    """`measured-already` (409)"""


class MeasurementOutOfBounds(errors.Invalid):
    """`measurement-out-of-bounds` (422)"""


class MeetingApart(errors.Invalid):
    """`meeting-apart` (422)"""


class MeetingOfSeveral(errors.Conflict):
    """`meeting-of-several` (409)"""


class MethodNotAllowed(errors.Problem):
    """`method-not-allowed` (405)"""


class MissingColumn(errors.Invalid):
    """`missing-column` (422)"""


class NewerEditionExists(errors.Conflict):
    """`newer-edition-exists` (409)"""


class NoObserverFromAnotherInstitution(errors.Invalid):
    """`no-observer-from-another-institution` (422)"""


class NoRoleHere(errors.Forbidden):
    """`no-role-here` (403)"""


class NoSuchRound(errors.Invalid):
    """`no-such-round` (422)"""


class NotAFirstPassword(errors.Conflict):
    """`not-a-first-password` (409)"""


class NotAcceptable(errors.Problem):
    """`not-acceptable` (406)"""


class NotAllowed(errors.Forbidden):
    """`not-allowed` (403)"""


class NotAnObserver(errors.Forbidden):
    """`not-an-observer` (403)"""


class NotFound(errors.NotFound):
    """`not-found` (404)"""


class NotInDialogues(errors.Conflict):
    """`not-in-dialogues` (409)"""


class NotInFollowUps(errors.Conflict):
    """`not-in-follow-ups` (409)"""


class NotItsLeader(errors.Invalid):
    """`not-its-leader` (422)"""


class NotOfTheInstitution(errors.Invalid):
    """`not-of-the-institution` (422)"""


class NotSignedIn(errors.Unauthorized):
    """`not-signed-in` (401)"""


class NumberOfPersonsMissing(errors.Invalid):
    """`number-of-persons-missing` (422)"""


class ObserverFromTheSameInstitution(errors.Invalid):
    """`observer-from-the-same-institution` (422)"""


class ObserverNotYoursToSeat(errors.Forbidden):
    """`observer-not-yours-to-seat` (403)"""


class OneSidedEvidence(errors.Conflict):
    """`one-sided-evidence` (409)"""


class OutsideTheRound(errors.Invalid):
    """`outside-the-round` (422)"""


class PackageEmpty(errors.Conflict):
    """`package-empty` (409)"""


class PackageNotReleased(errors.Conflict):
    """`package-not-released` (409)"""


class PackageOfAnotherKind(errors.Invalid):
    """`package-of-another-kind` (422)"""


class PackageReleased(errors.Conflict):
    """`package-released` (409)"""


class PackageRevised(errors.Conflict):
    """`package-revised` (409)"""


class PackageTitleTaken(errors.Conflict):
    """`package-title-taken` (409)"""


class PasswordContainsUsername(errors.Invalid):
    """`password-contains-username` (422)"""


class PasswordSignInOff(errors.BadRequest):
    """`password-sign-in-off` (400)"""


class PasswordTooCommon(errors.Invalid):
    """`password-too-common` (422)"""


class PasswordTooLong(errors.Invalid):
    """`password-too-long` (422)"""


class PasswordTooShort(errors.Invalid):
    """`password-too-short` (422)"""


class PasswordUnchanged(errors.Invalid):
    """`password-unchanged` (422)"""


class PlanHasRejectedRows(errors.Conflict):
    """`plan-has-rejected-rows` (409)"""


class PlanOutdated(errors.PreconditionFailed):
    """`plan-outdated` (412)"""


class RefreshTokenNotValid(errors.Unauthorized):
    """`refresh-token-not-valid` (401)"""


class RepeatedColumn(errors.Invalid):
    """`repeated-column` (422)"""


class RepeatedHeader(errors.Invalid):
    """`repeated-header` (422)"""


class RoleNotForMachines(errors.Invalid):
    """`role-not-for-machines` (422)"""


class RoleNotHeldThere(errors.Invalid):
    """`role-not-held-there` (422)"""


class RoleNotYoursToGive(errors.Forbidden):
    """`role-not-yours-to-give` (403)"""


class SeatNotYoursToGive(errors.Forbidden):
    """`seat-not-yours-to-give` (403)"""


class SignInPaused(errors.TooManyRequests):
    """`sign-in-paused` (429)"""


class SignInProviderAway(errors.ServiceFault):
    """`sign-in-provider-away` (503)"""


class StillHasDuties(errors.Conflict):
    """`still-has-duties` (409)"""


class StillHoldsRoles(errors.Conflict):
    """`still-holds-roles` (409)"""


class SupervisedAlready(errors.Conflict):
    """`supervised-already` (409)"""


class ThemeInUse(errors.Conflict):
    """`theme-in-use` (409)"""


class ThemeNotDecided(errors.Conflict):
    """`theme-not-decided` (409)"""


class ThemeNotForThisKind(errors.Invalid):
    """`theme-not-for-this-kind` (422)"""


class ThemeOfAnotherArea(errors.Invalid):
    """`theme-of-another-area` (422)"""


class TooLarge(errors.Problem):
    """`too-large` (413)"""


class TooManyColumns(errors.Invalid):
    """`too-many-columns` (422)"""


class TooManyConnections(errors.ServiceFault):
    """`too-many-connections` (503)"""


class TooManyRequests(errors.TooManyRequests):
    """`too-many-requests` (429)"""


class TooManyValues(errors.BadRequest):
    """`too-many-values` (400)"""


class TooSlow(errors.Problem):
    """`too-slow` (408)"""


class UnknownColumn(errors.Invalid):
    """`unknown-column` (422)"""


class UnknownReference(errors.Invalid):
    """`unknown-reference` (422)"""


class UnpacksTooLarge(errors.Problem):
    """`unpacks-too-large` (413)"""


class UnreadableFile(errors.Invalid):
    """`unreadable-file` (422)"""


class UnreadableRequest(errors.BadRequest):
    """`unreadable-request` (400)"""


class UnsupportedGrantType(errors.BadRequest):
    """`unsupported-grant-type` (400)"""


class UploadCutShort(errors.BadRequest):
    """`upload-cut-short` (400)"""


class ValueAndStatusDisagree(errors.Invalid):
    """`value-and-status-disagree` (422)"""


class ValueNotGivenAnew(errors.Invalid):
    """`value-not-given-anew` (422)"""


class VoiceNotYours(errors.Invalid):
    """`voice-not-yours` (422)"""


class WrongClientCredentials(errors.Unauthorized):
    """`wrong-client-credentials` (401)"""


class WrongContentEncoding(errors.Problem):
    """`wrong-content-encoding` (415)"""


class WrongCredentials(errors.Unauthorized):
    """`wrong-credentials` (401)"""


class WrongEncoding(errors.Invalid):
    """`wrong-encoding` (422)"""


class WrongMediaType(errors.Problem):
    """`wrong-media-type` (415)"""


class WrongPassword(errors.Invalid):
    """`wrong-password` (422)"""


class WrongState(errors.Conflict):
    """`wrong-state` (409)"""


BY_CODE: dict[str, type[errors.Problem]] = {
    "age-group-for-children-only": AgeGroupForChildrenOnly,
    "agreements-not-taken-up": AgreementsNotTakenUp,
    "already-exists": AlreadyExists,
    "another-dialect": AnotherDialect,
    "answer-not-kept": AnswerNotKept,
    "areas-alternate": AreasAlternate,
    "bad-cursor": BadCursor,
    "body-not-taken": BodyNotTaken,
    "broken-gzip": BrokenGzip,
    "busy": Busy,
    "cannot-observe": CannotObserve,
    "changed-meanwhile": ChangedMeanwhile,
    "circle-incomplete": CircleIncomplete,
    "client-sign-in-off": ClientSignInOff,
    "closing-is-a-step": ClosingIsAStep,
    "concern-without-reason": ConcernWithoutReason,
    "condition-required": ConditionRequired,
    "condition-unreadable": ConditionUnreadable,
    "consultation-has-opened": ConsultationHasOpened,
    "consultation-not-open": ConsultationNotOpen,
    "cross-origin-refused": CrossOriginRefused,
    "cursor-of-another-query": CursorOfAnotherQuery,
    "cycle-ended": CycleEnded,
    "cycle-of-another-area": CycleOfAnotherArea,
    "cycle-overlaps": CycleOverlaps,
    "data-holder-from-elsewhere": DataHolderFromElsewhere,
    "database-of-another-version": DatabaseOfAnotherVersion,
    "database-unavailable": DatabaseUnavailable,
    "decided-in-dialogue": DecidedInDialogue,
    "department-of-a-department": DepartmentOfADepartment,
    "departments-open": DepartmentsOpen,
    "dialogue-exists": DialogueExists,
    "due-in-the-past": DueInThePast,
    "earlier-dialogue-open": EarlierDialogueOpen,
    "external-id-taken": ExternalIdTaken,
    "file-empty": FileEmpty,
    "file-holds-nul": FileHoldsNul,
    "first-password": FirstPassword,
    "first-password-ended": FirstPasswordEnded,
    "focus-area-of-another-institution": FocusAreaOfAnotherInstitution,
    "grant-from-sign-in": GrantFromSignIn,
    "grant-out-of-reach": GrantOutOfReach,
    "grant-to-oneself": GrantToOneself,
    "guide-not-published": GuideNotPublished,
    "guide-points-missing": GuidePointsMissing,
    "guide-published": GuidePublished,
    "half-year-not-closed": HalfYearNotClosed,
    "held-in-the-future": HeldInTheFuture,
    "idempotency-key-reused": IdempotencyKeyReused,
    "import-changed-since": ImportChangedSince,
    "import-not-applied": ImportNotApplied,
    "import-not-planned": ImportNotPlanned,
    "in-use": InUse,
    "indicator-code-taken": IndicatorCodeTaken,
    "indicator-measured": IndicatorMeasured,
    "indicator-not-for-this-kind": IndicatorNotForThisKind,
    "institution-closed": InstitutionClosed,
    "institution-in-use": InstitutionInUse,
    "institution-number-taken": InstitutionNumberTaken,
    "internal-error": InternalError,
    "invalid-input": InvalidInput,
    "invalid-token-request": InvalidTokenRequest,
    "kind-in-use": KindInUse,
    "last-admin": LastAdmin,
    "line-too-long": LineTooLong,
    "looks-like-cpr-number": LooksLikeCprNumber,
    "measured-already": MeasuredAlready,
    "measurement-out-of-bounds": MeasurementOutOfBounds,
    "meeting-apart": MeetingApart,
    "meeting-of-several": MeetingOfSeveral,
    "method-not-allowed": MethodNotAllowed,
    "missing-column": MissingColumn,
    "newer-edition-exists": NewerEditionExists,
    "no-observer-from-another-institution": NoObserverFromAnotherInstitution,
    "no-role-here": NoRoleHere,
    "no-such-round": NoSuchRound,
    "not-a-first-password": NotAFirstPassword,
    "not-acceptable": NotAcceptable,
    "not-allowed": NotAllowed,
    "not-an-observer": NotAnObserver,
    "not-found": NotFound,
    "not-in-dialogues": NotInDialogues,
    "not-in-follow-ups": NotInFollowUps,
    "not-its-leader": NotItsLeader,
    "not-of-the-institution": NotOfTheInstitution,
    "not-signed-in": NotSignedIn,
    "number-of-persons-missing": NumberOfPersonsMissing,
    "observer-from-the-same-institution": ObserverFromTheSameInstitution,
    "observer-not-yours-to-seat": ObserverNotYoursToSeat,
    "one-sided-evidence": OneSidedEvidence,
    "outside-the-round": OutsideTheRound,
    "package-empty": PackageEmpty,
    "package-not-released": PackageNotReleased,
    "package-of-another-kind": PackageOfAnotherKind,
    "package-released": PackageReleased,
    "package-revised": PackageRevised,
    "package-title-taken": PackageTitleTaken,
    "password-contains-username": PasswordContainsUsername,
    "password-sign-in-off": PasswordSignInOff,
    "password-too-common": PasswordTooCommon,
    "password-too-long": PasswordTooLong,
    "password-too-short": PasswordTooShort,
    "password-unchanged": PasswordUnchanged,
    "plan-has-rejected-rows": PlanHasRejectedRows,
    "plan-outdated": PlanOutdated,
    "refresh-token-not-valid": RefreshTokenNotValid,
    "repeated-column": RepeatedColumn,
    "repeated-header": RepeatedHeader,
    "role-not-for-machines": RoleNotForMachines,
    "role-not-held-there": RoleNotHeldThere,
    "role-not-yours-to-give": RoleNotYoursToGive,
    "seat-not-yours-to-give": SeatNotYoursToGive,
    "sign-in-paused": SignInPaused,
    "sign-in-provider-away": SignInProviderAway,
    "still-has-duties": StillHasDuties,
    "still-holds-roles": StillHoldsRoles,
    "supervised-already": SupervisedAlready,
    "theme-in-use": ThemeInUse,
    "theme-not-decided": ThemeNotDecided,
    "theme-not-for-this-kind": ThemeNotForThisKind,
    "theme-of-another-area": ThemeOfAnotherArea,
    "too-large": TooLarge,
    "too-many-columns": TooManyColumns,
    "too-many-connections": TooManyConnections,
    "too-many-requests": TooManyRequests,
    "too-many-values": TooManyValues,
    "too-slow": TooSlow,
    "unknown-column": UnknownColumn,
    "unknown-reference": UnknownReference,
    "unpacks-too-large": UnpacksTooLarge,
    "unreadable-file": UnreadableFile,
    "unreadable-request": UnreadableRequest,
    "unsupported-grant-type": UnsupportedGrantType,
    "upload-cut-short": UploadCutShort,
    "value-and-status-disagree": ValueAndStatusDisagree,
    "value-not-given-anew": ValueNotGivenAnew,
    "voice-not-yours": VoiceNotYours,
    "wrong-client-credentials": WrongClientCredentials,
    "wrong-content-encoding": WrongContentEncoding,
    "wrong-credentials": WrongCredentials,
    "wrong-encoding": WrongEncoding,
    "wrong-media-type": WrongMediaType,
    "wrong-password": WrongPassword,
    "wrong-state": WrongState,
}
