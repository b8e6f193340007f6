"""Each operation names every refusal that it can answer; and a refusal that it does not name is noticed."""

import gc

import pytest

from api import app as service
from api.core.problems import IN_USE, NOT_FOUND, PROBLEM_TYPES, Fault, LocalizedText, Problem
from api.http import admission, cors, response_headers
from tests.support import problem_observer
from tests.support.operations import Operation, operations

OF_EVERY = {
    "internal-error", "invalid-input", "too-many-connections", "too-many-requests", "too-many-values",
    "unreadable-request",
}  # fmt: skip
SIGNED_IN = {
    "not-signed-in", "not-allowed", "busy", "database-unavailable", "no-role-here", "sign-in-provider-away",
}  # fmt: skip


def own(name: str) -> set[str]:
    """What an operation names, but for what all signed in share."""
    return problem_observer.named()[name] - OF_EVERY - SIGNED_IN - {"body-not-taken", "looks-like-cpr-number"}


@pytest.mark.parametrize("operation", list(operations()), ids=str)
def test_what_is_named_is_known_and_has_its_status(operation: Operation) -> None:
    codes = operation.written["x-problems"]
    assert codes == sorted(set(codes))
    assert OF_EVERY <= set(codes) <= set(PROBLEM_TYPES)
    assert set(codes) >= SIGNED_IN or not operation.signed_in
    refused = {int(status) for status in operation.written["responses"] if status >= "400"}
    assert {PROBLEM_TYPES[code].status for code in codes} == refused


def test_every_refusal_is_named_by_some_operation() -> None:
    everything = set().union(*problem_observer.named().values())
    assert set(PROBLEM_TYPES) - everything == {"cross-origin-refused", "method-not-allowed"}, (
        "of addresses, not of operations"
    )


def test_an_operation_names_no_more_than_what_can_come_of_it() -> None:
    conditions = {"condition-required", "condition-unreadable", "changed-meanwhile"}
    once = {"idempotency-key-reused", "answer-not-kept"}
    sent = {"already-exists", "too-large", "too-slow", "wrong-media-type", "wrong-content-encoding"}
    assert own("read_vocabulary") <= SIGNED_IN
    assert own("list_cycles") == {"bad-cursor", "cursor-of-another-query", "not-acceptable"}
    assert own("get_cycle") == {"not-found"}
    assert own("create_cycle") == {"areas-alternate", "cycle-overlaps", "not-found", *once, *sent}
    assert own("share_agreement") == {"not-found", "wrong-state", *once, *conditions}
    assert own("delete_theme") == {"in-use", "not-found", "wrong-state", *conditions}
    assert own("list_dialogue_transitions") == {"not-found"}, "what stands in the way is told, not refused with"
    assert own("get_evidence") == {"cycle-of-another-area", "no-such-round", "not-found", "unknown-reference"}


def test_what_is_not_named_is_noticed() -> None:
    problem_observer.note("get_cycle", Problem(NOT_FOUND))
    problem_observer.note("no_operation", Problem(IN_USE))
    assert problem_observer.unnamed == set()
    problem_observer.note("get_cycle", Problem(NOT_FOUND, Fault(IN_USE, pointer="/x")))
    found = set(problem_observer.unnamed)
    problem_observer.unnamed.clear()
    assert found == {"get_cycle: in-use"}


def test_members_that_the_contract_says_nothing_of_are_noticed() -> None:
    problem_observer.note("get_cycle", Problem(NOT_FOUND, members={"current_version": 2, "rows": [{"line": 2}]}))
    assert problem_observer.unsaid == set()
    problem_observer.note("get_cycle", Problem(NOT_FOUND, members={"colour": 2, "rows": [{"line": 2, "cell": 3}]}))
    found = set(problem_observer.unsaid)
    problem_observer.unsaid.clear()
    assert found == {"colour", "cell"}


def test_what_is_refused_in_a_test_is_watched() -> None:
    for module in (service, admission, cors, response_headers):
        assert module.problem_response.__module__ == problem_observer.__name__  # type: ignore[attr-defined]


def test_words_of_the_other_language_are_noticed() -> None:
    assert not problem_observer.foreign(
        LocalizedText("Its status is `udkast`; this takes `er`.", "Det er »the«; det kræver `and`.")
    )
    assert problem_observer.foreign(LocalizedText("It is closed.", "Den is lukket."))
    assert problem_observer.foreign(LocalizedText("It is lukket og slukket.", "Den er lukket."))
    assert problem_observer.foreign(LocalizedText("Status", "Status"))
    problem_observer.note(
        "get_cycle", Problem(NOT_FOUND, detail=LocalizedText("The school is closed.", "The school is closed."))
    )
    found = set(problem_observer.mixed)
    problem_observer.mixed.clear()
    assert len(found) == 1


def test_every_sentence_that_the_code_holds_is_in_its_own_language() -> None:
    sentences = {get_object for get_object in gc.get_objects() if isinstance(get_object, LocalizedText)}
    assert len(sentences) > 300
    assert [words for words in sentences if problem_observer.foreign(words)] == []
