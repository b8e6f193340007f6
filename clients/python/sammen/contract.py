"""What the contract offers, as data. Made by generate.py; do not edit."""

from typing import NamedTuple


class Resource(NamedTuple):
    """A room of the contract: its address, its methods, those that are transitions of a thing.

    `parts` hang below a thing, `wholes` below the room; `bodies` are models, by the word the command uses.
    """

    path: str
    model: str | None
    methods: tuple[str, ...]
    actions: tuple[str, ...]
    parts: tuple[str, ...]
    wholes: tuple[str, ...]
    bodies: dict[str, str]


SHA256 = "ef621bc392f10eab6d77bb9d3e37eee7e2fbf16c51643d65bf5c611d69548777"
VERSION = "1.0"
RESOURCES = {
    "agreements": Resource(
        "/v1/agreements",
        "AgreementWhole",
        ("list", "get", "update", "done", "drop", "reopen", "share"),
        ("done", "drop", "reopen", "share"),
        (),
        (),
        {"update": "AgreementUpdate", "done": "AgreementNote", "drop": "AgreementNote", "reopen": "AgreementNote"},
    ),
    "clients": Resource(
        "/v1/clients",
        "ClientPublic",
        ("list", "create", "get", "update", "rotate_secret"),
        ("rotate_secret",),
        (),
        (),
        {"create": "ClientCreate", "update": "ClientUpdate"},
    ),
    "cycles": Resource(
        "/v1/cycles",
        "CycleDetail",
        ("list", "create", "get", "update", "delete", "extend"),
        ("extend",),
        (),
        (),
        {"create": "CycleCreate", "update": "CycleUpdate", "extend": "CycleExtend"},
    ),
    "data_packages": Resource(
        "/v1/data-packages",
        "PackagePublic",
        ("list", "create", "get", "update", "delete", "release", "revise", "withdraw"),
        ("release", "revise", "withdraw"),
        (),
        (),
        {"create": "PackageCreate", "update": "PackageUpdate"},
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
        ("agenda",),
        ("prompts",),
        {
            "create": "DialogueCreate",
            "- prompts": "PromptsShape",
            "update": "DialogueUpdate",
            "cancel": "DialogueCancel",
            "circle": "CircleShape",
            "corrections": "DialogueCorrection",
            "hold": "DialogueHold",
            "reopen": "DialogueReopen",
        },
    ),
    "districts": Resource(
        "/v1/districts",
        "DistrictPublic",
        ("list", "create", "get", "update", "delete"),
        (),
        (),
        (),
        {"create": "DistrictCreate", "update": "DistrictUpdate"},
    ),
    "focus_areas": Resource(
        "/v1/focus-areas",
        "FocusAreaPublic",
        ("list", "create", "get", "update", "delete", "thread"),
        (),
        ("thread",),
        (),
        {"create": "FocusAreaCreate", "update": "FocusAreaUpdate"},
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
        ("notes",),
        (),
        {
            "create": "FollowUpCreate",
            "- rounds": "FollowUpRound",
            "update": "FollowUpUpdate",
            "cancel": "FollowUpCancel",
            "corrections": "FollowUpCorrection",
            "hold": "FollowUpHold",
            "notes": "NotesShape",
            "remarks": "RemarkShape",
        },
    ),
    "grants": Resource(
        "/v1/grants",
        "GrantPublic",
        ("list", "create", "get", "update", "end"),
        ("end",),
        (),
        (),
        {"create": "GrantCreate", "update": "GrantUpdate"},
    ),
    "heightened_supervision": Resource(
        "/v1/heightened-supervision",
        "HeightenedSupervisionWhole",
        ("list", "get", "plan_supervision_actions", "comments"),
        ("comments",),
        (),
        (),
        {"actions": "ActionPlanShape", "comments": "CommentShape"},
    ),
    "imports": Resource(
        "/v1/imports", "ImportPublic", ("list", "get", "delete", "apply", "rows"), ("apply",), ("rows",), (), {}
    ),
    "indicators": Resource(
        "/v1/indicators",
        "IndicatorPublic",
        ("list", "create", "get", "update", "delete"),
        (),
        (),
        (),
        {"create": "IndicatorCreate", "update": "IndicatorUpdate"},
    ),
    "institutions": Resource(
        "/v1/institutions",
        "InstitutionWhole",
        ("list", "create", "get", "update", "delete", "close", "closure", "evidence", "move", "reopen"),
        ("close", "move", "reopen"),
        ("closure", "evidence"),
        (),
        {
            "create": "InstitutionCreate",
            "update": "InstitutionUpdate",
            "close": "InstitutionClose",
            "move": "InstitutionMove",
        },
    ),
    "me": Resource("/v1/me", None, ("__call__", "password"), (), (), (), {"- password": "PasswordChange"}),
    "measurements": Resource(
        "/v1/measurements",
        "MeasurementDetail",
        ("list", "create", "get", "update", "delete", "correct"),
        ("correct",),
        (),
        (),
        {"create": "MeasurementCreate", "update": "MeasurementUpdate", "correct": "CorrectionCreate"},
    ),
    "people": Resource(
        "/v1/people",
        "PersonPublic",
        ("list", "create", "get", "update"),
        (),
        (),
        (),
        {"create": "PersonCreate", "update": "PersonUpdate"},
    ),
    "stakeholder_input": Resource(
        "/v1/stakeholder-input",
        "InputPublic",
        ("list", "create", "statistics", "get", "update", "answer", "redact", "withdraw"),
        ("answer", "redact", "withdraw"),
        (),
        ("statistics",),
        {
            "create": "InputCreate",
            "update": "InputUpdate",
            "answer": "InputAnswer",
            "redact": "InputRedact",
            "withdraw": "InputWithdraw",
        },
    ),
    "supervision": Resource("/v1/supervision", "SupervisionLine", ("list", "summary"), (), (), ("summary",), {}),
    "themes": Resource(
        "/v1/themes",
        "ThemePublic",
        ("list", "create", "get", "update", "delete", "decide", "reopen", "thread", "withdraw"),
        ("decide", "reopen", "withdraw"),
        ("thread",),
        (),
        {"create": "ThemeCreate", "update": "ThemeUpdate", "decide": "ThemeDecide"},
    ),
}
