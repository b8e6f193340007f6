"""Each listing reads exactly what its answer promises, and offers exactly the filters that it can apply."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Case
from sqlalchemy.sql import visitors

from api.access import reach
from api.http.list_parameters import ListParameters
from api.http.pagination import LISTINGS, Listing, Page
from tests.support.operations import app

# Named otherwise in Python, since `from` is a word of the language.
RENAMED = {"from_": "from", "to_": "to"}


def lists() -> Iterator[tuple[str, type[Any], type[ListParameters]]]:
    """Path, item and query of every list that is read by a listing."""
    for route in app().routes:
        if not isinstance(route, APIRoute) or not str(getattr(route.response_model, "__name__", "")).startswith(
            "Page["
        ):
            continue
        item = route.response_model.model_fields["items"].annotation
        queries = [
            get_args(p.annotation)[0]
            for p in inspect.signature(route.endpoint).parameters.values()
            if get_args(p.annotation)
            and inspect.isclass(get_args(p.annotation)[0])
            and issubclass(get_args(p.annotation)[0], ListParameters)
        ]
        yield route.path_format, get_args(item)[0], queries[0]


LISTS = {path.removeprefix("/v1/"): (item, query) for path, item, query in lists()}
# Read otherwise than by a listing of their own, each with its reason.
APART = {
    "imports/{id}/rows": "the rows of a file that is planned, in the order of its lines",
    "supervision": "lines made of many things, for the institutions that its own listing finds",
}


def test_lists_are_found() -> None:
    assert {"districts", "institutions"} <= set(LISTS)
    assert issubclass(Page[int], Page)


def test_every_list_has_a_listing() -> None:
    assert set(LISTS) - set(LISTINGS) - set(APART) == set()


WITH_LISTING = sorted(set(LISTS) & set(LISTINGS) - set(APART))


@pytest.mark.parametrize("name", WITH_LISTING)
def test_a_listing_has_the_columns_of_its_answer(name: str) -> None:
    columns = [column.key for column in LISTINGS[name].select.selected_columns]
    assert len(columns) == len(set(columns))
    assert set(columns) == set(LISTS[name][0].model_fields)


@pytest.mark.parametrize("name", WITH_LISTING)
def test_a_listing_applies_the_filters_that_its_list_offers(name: str) -> None:
    offered = {RENAMED.get(field, field) for field in LISTS[name][1].model_fields} - {
        "limit",
        "cursor",
        "sort",
        "count",
    }
    assert offered == applied(LISTINGS[name])


def applied(listing: Listing) -> set[str]:
    return set(listing.filters) | ({"q"} if listing.search is not None else set())


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_no_filter_is_named_as_what_decides_the_scope(name: str) -> None:
    scope = set(reach.scope(UUID(int=0), UUID(int=0)))
    assert "caller_id" in scope
    assert not scope & set(LISTINGS[name].filters), "a filter's value would be taken for who calls"


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_a_listing_sorts_by_what_is_never_null(name: str) -> None:
    listing = LISTINGS[name]
    assert listing.default_sort.removeprefix("-") in listing.sorts
    for field, column in listing.sorts.items():
        assert not getattr(column, "nullable", False), f"{name} is sorted by {field}, which can be null"
        plain = getattr(column, "type", None)
        assert getattr(plain, "python_type", str) is not float, "nothing is ranked by its value"


# Masked columns that a list is filtered by, each with what keeps the filter from telling what is masked.
GUARDED = {
    ("measurements", "status"): "the status that is shown is compared, not the one that is kept",
    ("people", "username"): "finds somebody for those only who read usernames",
    ("grants", "in_force"): "the last of all days is shown as none; nothing is hidden",
}


def columns_in(part: Any) -> set[str]:
    part = part.__clause_element__() if hasattr(part, "__clause_element__") else part
    return {str(one) for one in visitors.iterate(part) if one.__visit_name__ == "column"}


def masked(listing: Listing) -> set[str]:
    """The columns whose values are shown to some readers and to others not."""
    cases = [
        one for column in listing.select.selected_columns for one in visitors.iterate(column) if isinstance(one, Case)
    ]
    values = [value for case in cases for value in (*(then for _, then in case.whens), case.else_)]
    shown = {str(column) for column in listing.select.selected_columns if column.__visit_name__ == "column"}
    return {name for value in values if value is not None for name in columns_in(value)} - shown


def test_what_is_masked_is_known() -> None:
    assert columns_in(LISTINGS["observations"].sorts["planned_for"]) == {"observation.planned_for"}
    assert {"observation.feedback", "observation_feedback.text"} <= masked(LISTINGS["observations"])
    assert {"stakeholder_input.text", "stakeholder_input.answer"} <= masked(LISTINGS["stakeholder-input"])
    assert {"measurement.value", "measurement.n"} <= masked(LISTINGS["measurements"])
    assert {"person.username", "person.email"} <= masked(LISTINGS["people"])


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_nothing_is_sorted_filtered_or_searched_by_what_not_every_reader_is_shown(name: str) -> None:
    """Else the order of a list, or how many it finds, would tell what its lines do not."""
    listing = LISTINGS[name]
    used = {**listing.sorts, **listing.filters, "q": listing.search}
    telling = {key for key, part in used.items() if part is not None and columns_in(part) & masked(listing)}
    assert {(name, key) for key in telling} == {pair for pair in GUARDED if pair[0] == name}
