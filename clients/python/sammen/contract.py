"""What the contract offers, as data. Made by generate.py; do not edit."""

from typing import NamedTuple


class Resource(NamedTuple):
    """A room of the contract: its address, its methods, and those that are transitions of a thing."""

    path: str
    model: str | None
    methods: tuple[str, ...]
    actions: tuple[str, ...]


SHA256 = "20103864ef641adbab235c0216d5aa3051f9274452ccf9963934de6123ff53f0"
VERSION = "1.0"
RESOURCES = {
    "agreements": Resource(
        "/v1/agreements",
        "AgreementWhole",
        ("list", "get", "update", "done", "drop", "reopen", "share"),
        ("done", "drop", "reopen", "share"),
    ),
    "clients": Resource(
        "/v1/clients", "ClientPublic", ("list", "create", "get", "update", "rotate_secret"), ("rotate_secret",)
    ),
    "cycles": Resource(
        "/v1/cycles", "CycleDetail", ("list", "create", "get", "update", "delete", "extend"), ("extend",)
    ),
    "data_packages": Resource(
        "/v1/data-packages",
        "PackagePublic",
        ("list", "create", "get", "update", "delete", "release", "revise", "withdraw"),
        ("release", "revise", "withdraw"),
    ),
    "dialogues": Resource(
        "/v1/dialogues",
        "DialoguePublic",
        (
            "list",
            "create",
            "prompts",
            "revise_prompts",
            "get",
            "update",
            "agenda",
            "cancel",
            "write_circle",
            "corrections",
            "hold",
            "reopen",
        ),
        ("cancel", "corrections", "hold", "reopen"),
    ),
    "districts": Resource("/v1/districts", "DistrictPublic", ("list", "create", "get", "update", "delete"), ()),
    "focus_areas": Resource(
        "/v1/focus-areas", "FocusAreaPublic", ("list", "create", "get", "update", "delete", "thread"), ()
    ),
    "follow_ups": Resource(
        "/v1/follow-ups",
        "FollowUpPublic",
        (
            "list",
            "create",
            "rounds",
            "get",
            "update",
            "cancel",
            "corrections",
            "hold",
            "notes",
            "prepare_follow_up_notes",
            "remarks",
            "reopen",
        ),
        ("cancel", "corrections", "hold", "remarks", "reopen"),
    ),
    "grants": Resource("/v1/grants", "GrantPublic", ("list", "create", "get", "update", "end"), ("end",)),
    "heightened_supervision": Resource(
        "/v1/heightened-supervision",
        "HeightenedSupervisionWhole",
        ("list", "get", "plan_supervision_actions", "comments"),
        ("comments",),
    ),
    "imports": Resource("/v1/imports", "ImportPublic", ("list", "get", "delete", "apply", "rows"), ("apply",)),
    "indicators": Resource("/v1/indicators", "IndicatorPublic", ("list", "create", "get", "update", "delete"), ()),
    "institutions": Resource(
        "/v1/institutions",
        "InstitutionWhole",
        ("list", "create", "get", "update", "delete", "close", "closure", "evidence", "move", "reopen"),
        ("close", "move", "reopen"),
    ),
    "me": Resource("/v1/me", None, ("__call__", "password"), ()),
    "measurements": Resource(
        "/v1/measurements", "MeasurementDetail", ("list", "create", "get", "update", "delete", "correct"), ("correct",)
    ),
    "people": Resource("/v1/people", "PersonPublic", ("list", "create", "get", "update"), ()),
    "stakeholder_input": Resource(
        "/v1/stakeholder-input",
        "InputPublic",
        ("list", "create", "statistics", "get", "update", "answer", "redact", "withdraw"),
        ("answer", "redact", "withdraw"),
    ),
    "themes": Resource(
        "/v1/themes",
        "ThemePublic",
        ("list", "create", "get", "update", "delete", "decide", "reopen", "thread", "withdraw"),
        ("decide", "reopen", "withdraw"),
    ),
}
