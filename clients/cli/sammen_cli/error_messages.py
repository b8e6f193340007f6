"""Errors for users of the command: messages that name its options, and exit codes."""

from collections.abc import Mapping

from sammen.errors import ConnectionFailed, Problem, SammenError, SignInRequired
from sammen.next_steps import Steps, next_step
from sammen.problem_text import problem_text

from sammen_cli.errors import UsageError
from sammen_cli.exit_codes import ExitCode
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.row_errors import InvalidRows
from sammen_cli.mapping.map_errors import InvalidMap

_STEPS: Mapping[str, Steps] = {
    "en": {
        401: "Sign in again: sammen login.",
        428: "Say which version you have read: --if-match.",
        429: "Wait a little before you try again.",
        "overridable": 'The person responsible may override this rule: "because": {"CODE": "the reason"} in --data.',
    },
    "da": {
        401: "Log ind igen: sammen login.",
        428: "Angiv, hvilken version du har læst: --if-match.",
        429: "Vent lidt, før du prøver igen.",
        "overridable": 'Den ansvarlige kan fravige reglen: "because": {"CODE": "begrundelsen"} i --data.',
    },
}


def message_of(error: SammenError) -> str:
    """The message of an error."""
    if isinstance(error, Problem):
        return problem_text(error, next_step(error, _STEPS))
    if isinstance(error, SignInRequired):
        expired = "The sign-in has expired and could not be renewed: sign in again"
        return f"{expired if error.expired else 'Sign in first'}: sammen login."
    key = error.request.idempotency_key if isinstance(error, ConnectionFailed) and error.request else None
    if key:
        return str(error).replace(f"idempotency_key={key!r}", f"--idempotency-key {key}")
    return str(error)


def exit_code_of(error: SammenError) -> ExitCode:
    """The exit code for an error."""
    if isinstance(error, Problem):
        if error.status == 401 or error.code in {"invalid-grant", "invalid-client"}:
            return ExitCode.SIGN_IN
        temporary = error.retryable or error.status in {429, 502, 503, 504}
        return ExitCode.TEMPORARY if temporary else ExitCode.PROBLEM
    if isinstance(error, ConnectionFailed):
        return ExitCode.TEMPORARY
    if isinstance(error, SignInRequired):
        return ExitCode.SIGN_IN
    if isinstance(error, InvalidRows):
        return ExitCode.REJECTED
    return ExitCode.USAGE if isinstance(error, UsageError | InvalidFile | InvalidMap) else ExitCode.PROBLEM
