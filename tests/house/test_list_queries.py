"""Every list query selects the fields of its response, applies the filters it offers, and reveals no masked column."""

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

# Fields of parameter models whose parameter is a keyword of Python.
PARAMETER_NAMES = {"from_": "from", "to_": "to"}


def list_routes() -> Iterator[tuple[str, type[Any], type[ListParameters]]]:
    """Yield path, item schema and parameter model of every route that responds with a page."""
    for route in app().routes:
        if not isinstance(route, APIRoute) or not str(getattr(route.response_model, "__name__", "")).startswith(
            "Page["
        ):
            continue
        item = route.response_model.model_fields["items"].annotation
        parameter_models = [
            get_args(parameter.annotation)[0]
            for parameter in inspect.signature(route.endpoint).parameters.values()
            if get_args(parameter.annotation)
            and inspect.isclass(get_args(parameter.annotation)[0])
            and issubclass(get_args(parameter.annotation)[0], ListParameters)
        ]
        yield route.path_format, get_args(item)[0], parameter_models[0]


LISTS = {path.removeprefix("/v1/"): (item, parameters) for path, item, parameters in list_routes()}
# Lists without a `Listing`, each with its reason.
EXCLUDED = {
    "imports/{id}/rows": "the rows of a planned file, in the order of its lines",
    "supervision": "lines combined from several resources, for the institutions that its own listing selects",
}


def test_lists_are_recognised() -> None:
    assert {"districts", "institutions"} <= set(LISTS)
    assert issubclass(Page[int], Page)


def test_every_list_has_a_listing() -> None:
    assert set(LISTS) - set(LISTINGS) - set(EXCLUDED) == set()


WITH_LISTING = sorted(set(LISTS) & set(LISTINGS) - set(EXCLUDED))


@pytest.mark.parametrize("name", WITH_LISTING)
def test_listing_selects_the_fields_of_the_response(name: str) -> None:
    columns = [column.key for column in LISTINGS[name].select.selected_columns]
    assert len(columns) == len(set(columns))
    assert set(columns) == set(LISTS[name][0].model_fields)


@pytest.mark.parametrize("name", WITH_LISTING)
def test_listing_applies_every_filter_that_the_list_offers(name: str) -> None:
    offered = {PARAMETER_NAMES.get(field, field) for field in LISTS[name][1].model_fields} - {
        "limit",
        "cursor",
        "sort",
        "count",
    }
    assert offered == applied_filters(LISTINGS[name])


def applied_filters(listing: Listing) -> set[str]:
    return set(listing.filters) | ({"q"} if listing.search is not None else set())


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_no_filter_has_the_name_of_a_scope_parameter(name: str) -> None:
    scope = set(reach.scope_parameters(UUID(int=0), UUID(int=0), app().state.settings))
    assert "caller_id" in scope
    assert not scope & set(LISTINGS[name].filters), "the value of the filter would replace the caller in the statement"


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_listing_sorts_by_columns_that_are_never_null(name: str) -> None:
    listing = LISTINGS[name]
    assert listing.default_sort.removeprefix("-") in listing.sorts
    for field, column in listing.sorts.items():
        assert not getattr(column, "nullable", False), f"{name} is sorted by {field}, which can be null"
        column_type = getattr(column, "type", None)
        assert getattr(column_type, "python_type", str) is not float, "institutions must not be ranked by a figure"


# Masked columns with a filter, each with the reason that it reveals nothing.
HARMLESS_FILTERS = {
    ("measurements", "status"): "the status that is shown is compared, not the stored one",
    ("people", "username"): "it matches only for callers who may read usernames",
    ("grants", "in_force"): "the last day of all is shown as null; nothing is masked",
}


def columns_in(clause: Any) -> set[str]:
    clause = clause.__clause_element__() if hasattr(clause, "__clause_element__") else clause
    return {str(element) for element in visitors.iterate(clause) if element.__visit_name__ == "column"}


def masked_columns(listing: Listing) -> set[str]:
    """Return the columns whose values are shown to some callers only: those that are selected inside a CASE."""
    cases = [
        element
        for column in listing.select.selected_columns
        for element in visitors.iterate(column)
        if isinstance(element, Case)
    ]
    results = [result for case in cases for result in (*(result for _, result in case.whens), case.else_)]
    always_shown = {str(column) for column in listing.select.selected_columns if column.__visit_name__ == "column"}
    return {name for result in results if result is not None for name in columns_in(result)} - always_shown


def test_masked_columns_are_recognised() -> None:
    assert columns_in(LISTINGS["observations"].sorts["planned_for"]) == {"observation.planned_for"}
    assert {"observation.feedback", "observation_feedback.text"} <= masked_columns(LISTINGS["observations"])
    assert {"stakeholder_input.text", "stakeholder_input.answer"} <= masked_columns(LISTINGS["stakeholder-input"])
    assert {"measurement.value", "measurement.n"} <= masked_columns(LISTINGS["measurements"])
    assert {"person.username", "person.email"} <= masked_columns(LISTINGS["people"])


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_no_list_is_sorted_filtered_or_searched_by_a_masked_column(name: str) -> None:
    """Otherwise the order of a list, or its count, would reveal values that its items do not show."""
    listing = LISTINGS[name]
    clauses = {**listing.sorts, **listing.filters, "q": listing.search}
    revealing = {
        key for key, clause in clauses.items() if clause is not None and columns_in(clause) & masked_columns(listing)
    }
    assert {(name, key) for key in revealing} == {pair for pair in HARMLESS_FILTERS if pair[0] == name}
