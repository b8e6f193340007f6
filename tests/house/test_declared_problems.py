"""Every operation declares the problems that it can respond with; any other problem fails the test that gets it."""

import gc

import pytest

from api import app as application
from api.core.problems import IN_USE, NOT_FOUND, PROBLEM_TYPES, Fault, LocalizedText, Problem
from api.http import admission, cors, response_headers
from tests.support import problem_observer
from tests.support.operations import Operation, operations

OF_EVERY_OPERATION = {
    "internal-error", "invalid-input", "too-many-connections", "too-many-requests", "too-many-values",
    "unreadable-request",
}  # fmt: skip
OF_AUTHENTICATED_OPERATIONS = {
    "not-signed-in", "not-allowed", "busy", "database-unavailable", "no-role-here", "sign-in-provider-away",
}  # fmt: skip


def own_codes(name: str) -> set[str]:
    """Return the codes that an operation declares, without those that all authenticated operations share."""
    shared = OF_EVERY_OPERATION | OF_AUTHENTICATED_OPERATIONS | {"body-not-taken", "looks-like-cpr-number"}
    return problem_observer.declared()[name] - shared


@pytest.mark.parametrize("operation", list(operations()), ids=str)
def test_declared_problems_exist_and_their_statuses_are_responses(operation: Operation) -> None:
    codes = operation.definition["x-problems"]
    assert codes == sorted(set(codes))
    assert OF_EVERY_OPERATION <= set(codes) <= set(PROBLEM_TYPES)
    assert set(codes) >= OF_AUTHENTICATED_OPERATIONS or not operation.signed_in
    error_statuses = {int(status) for status in operation.definition["responses"] if status >= "400"}
    assert {PROBLEM_TYPES[code].status for code in codes} == error_statuses


def test_every_problem_is_declared_by_an_operation() -> None:
    all_declared = set().union(*problem_observer.declared().values())
    assert set(PROBLEM_TYPES) - all_declared == {"cross-origin-refused", "method-not-allowed"}, (
        "these belong to paths, not to operations"
    )


def test_operations_declare_no_more_than_they_can_answer() -> None:
    conditional = {"condition-required", "condition-unreadable", "changed-meanwhile"}
    with_key = {"idempotency-key-reused", "answer-not-kept"}
    with_body = {"already-exists", "too-large", "too-slow", "wrong-media-type", "wrong-content-encoding"}
    assert own_codes("read_vocabulary") <= OF_AUTHENTICATED_OPERATIONS
    assert own_codes("list_cycles") == {"bad-cursor", "cursor-of-another-query", "not-acceptable"}
    assert own_codes("get_cycle") == {"not-found"}
    assert own_codes("create_cycle") == {"areas-alternate", "cycle-overlaps", "not-found", *with_key, *with_body}
    assert own_codes("share_agreement") == {"not-found", "wrong-state", *with_key, *conditional}
    assert own_codes("delete_theme") == {"in-use", "not-found", "wrong-state", *conditional}
    assert own_codes("list_dialogue_transitions") == {"not-found"}, "obstacles are part of the response, not problems"
    assert own_codes("get_evidence") == {"cycle-of-another-area", "no-such-round", "not-found", "unknown-reference"}


def test_undeclared_problem_is_recorded() -> None:
    problem_observer.note("get_cycle", Problem(NOT_FOUND))
    problem_observer.note("no_operation", Problem(IN_USE))
    assert problem_observer.undeclared == set()
    problem_observer.note("get_cycle", Problem(NOT_FOUND, Fault(IN_USE, pointer="/x")))
    recorded = set(problem_observer.undeclared)
    problem_observer.undeclared.clear()
    assert recorded == {"get_cycle: in-use"}


def test_member_that_the_contract_does_not_have_is_recorded() -> None:
    problem_observer.note("get_cycle", Problem(NOT_FOUND, members={"current_version": 2, "rows": [{"line": 2}]}))
    assert problem_observer.unknown_members == set()
    problem_observer.note("get_cycle", Problem(NOT_FOUND, members={"colour": 2, "rows": [{"line": 2, "cell": 3}]}))
    recorded = set(problem_observer.unknown_members)
    problem_observer.unknown_members.clear()
    assert recorded == {"colour", "cell"}


def test_every_module_that_renders_problems_is_observed() -> None:
    for module in (application, admission, cors, response_headers):
        assert module.problem_response.__module__ == problem_observer.__name__  # type: ignore[attr-defined]


def test_text_in_the_wrong_language_is_recorded() -> None:
    assert not problem_observer.mixes_languages(
        LocalizedText("Its status is `udkast`; this takes `er`.", "Det er »the«; det kræver `and`.")
    )
    assert problem_observer.mixes_languages(LocalizedText("It is closed.", "Den is lukket."))
    assert problem_observer.mixes_languages(LocalizedText("It is lukket og slukket.", "Den er lukket."))
    assert problem_observer.mixes_languages(LocalizedText("Status", "Status"))
    problem_observer.note(
        "get_cycle", Problem(NOT_FOUND, detail=LocalizedText("The school is closed.", "The school is closed."))
    )
    recorded = set(problem_observer.mixed_languages)
    problem_observer.mixed_languages.clear()
    assert len(recorded) == 1


def test_every_text_in_the_code_is_in_its_own_language() -> None:
    gc.unfreeze()  # frozen objects are not listed
    texts = {object for object in gc.get_objects() if isinstance(object, LocalizedText)}
    gc.freeze()
    assert len(texts) > 300
    assert [text for text in texts if problem_observer.mixes_languages(text)] == []
