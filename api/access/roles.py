"""The access policy: which role may read, write or make transitions, by row of the policy table."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from api.access.models import Role
from api.core.problems import LocalizedText


class Action(StrEnum):
    """What a permission allows: reading, writing (create and change), or transitions."""

    read = "r"
    write = "w"
    transition = "t"


READ, WRITE, TRANSITION = Action.read, Action.write, Action.transition


class Permission(NamedTuple):
    """A row of the policy table and an action: what a route requires."""

    row: str
    action: Action


_COLUMNS: Final = (
    Role.council_member, Role.administration, Role.chief, Role.leader, Role.staff,
    Role.board_member, Role.network_member, Role.data_supplier, Role.auditor, Role.admin,
)  # fmt: skip

_TABLE: Final = """
row                        council administ chief leader staff board network supplier auditor admin
register                   r       rwt      r     r      r     r     r       rw       r       r
directory                  -       r        r     r      -     -     -       -        r       r
cycles                     r       rwt      r     r      r     r     r       r        -       -
themes_decided             r       r        r     r      r     r     r       r        -       -
themes_proposed            r       rwt      r     -      -     -     r       -        -       -
focus_areas                -       r        rw    rw     rw    r     -       -        -       -
focus_areas_shared         -       r        r     r      r     -     r       -        -       -
indicators                 r       rw       r     r      r     r     r       rw       -       -
packages_draft             -       rwt      -     -      -     -     -       rw       -       -
packages_released          -       r        r     r      r     r     -       rw       -       -
observation_guides         -       rwt      r     r      r     r     -       -        -       -
observation_planning       -       rwt      rwt   rwt    r     -     -       -        -       -
observation_feedback       -       -        -     rw     r     -     -       -        -       -
observation_shared         -       r        r     r      r     -     -       -        -       -
consultations              -       rwt      rwt   rwt    r     r     -       -        -       -
stakeholder_input          -       r        r     rwt    rw    rw    -       w        -       -
input_statistics           r       r        r     r      r     r     r       -        -       -
evidence                   -       r        r     r      r     r     -       -        -       -
dialogue_planning          -       rwt      rwt   rwt    r     r     -       -        -       -
dialogue_circle            -       -        rw    rw     r     -     -       -        -       -
dialogue_decisions         -       r        rwt   rwt    r     r     -       -        -       -
agreements                 -       r        rwt   rwt    r     r     -       -        -       -
agreements_unshared        -       -        rwt   rwt    -     -     -       -        -       -
follow_ups                 -       rw       rwt   r      -     -     -       -        -       -
follow_up_notes            -       -        rw    r      -     -     -       -        -       -
follow_up_remarks          -       -        r     rw     -     -     -       -        -       -
heightened_supervision     -       r        rwt   rw     -     rw    -       -        -       -
supervision                -       r        r     r      -     r     -       -        -       -
thread                     r       r        r     r      r     r     r       -        -       -
imports                    -       rw       rw    rw     -     -     -       rw       -       rw
audit                      -       -        -     -      -     -     -       -        r       r
redaction_by_order         -       -        -     -      -     -     -       -        w       -
people                     -       -        -     -      -     -     -       -        r       rwt
grants                     -       rw       rw    rw     -     -     -       -        r       rw
"""

OWN_UNIT_ONLY: Final = frozenset(
    {
        "agreements_unshared",
        "follow_ups",
        "follow_up_notes",
        "follow_up_remarks",
        "heightened_supervision",
        "supervision",
    }
)
"""Rows that a grant at a department does not reach at its institution: follow-ups, and supervision lines."""

ROLE_LABELS: Final = {
    Role.council_member: LocalizedText("Council member", "Byråds- eller udvalgsmedlem"),
    Role.administration: LocalizedText("Administration", "Forvaltning, kvalitetskonsulent"),
    Role.chief: LocalizedText("Chief of a district", "Børn og Unge-chef"),
    Role.leader: LocalizedText("Leader of an institution", "Skole-, dagtilbuds- eller fritidsleder"),
    Role.staff: LocalizedText("Staff", "Pædagog, lærer"),
    Role.board_member: LocalizedText("Member of a board or council", "Medlem af bestyrelse, forældreråd eller elevråd"),
    Role.network_member: LocalizedText("Member of a leader network", "Medlem af fagligt ledernetværk"),
    Role.data_supplier: LocalizedText("Data supplier", "Dataleverandør"),
    Role.auditor: LocalizedText("Auditor", "Databeskyttelsesrådgiver, revision"),
    Role.admin: LocalizedText("System administrator", "Systemadministrator"),
}
"""The names of the roles."""


def _parse_policy() -> dict[str, dict[Role, frozenset[Action]]]:
    lines = [line.split() for line in _TABLE.strip().splitlines()[1:]]
    return {
        name: {
            role: frozenset(Action(letter) for letter in cell if letter != "-")
            for role, cell in zip(_COLUMNS, cells, strict=True)
        }
        for name, *cells in lines
    }


POLICY: Final = _parse_policy()

OWN_ACCOUNT: Final = "own"
"""Not a row of the table: the own account of every signed-in caller (profile, password), without any role."""


def roles_for(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that have the permission, in the order of the table."""
    if permission.row == OWN_ACCOUNT:
        return _COLUMNS
    return tuple(role for role in _COLUMNS if permission.action in POLICY[permission.row][role])


def roles_hint(roles: Sequence[Role]) -> LocalizedText:
    """Return the detail of a `not-allowed` problem: the roles that have access."""
    labels = [ROLE_LABELS[role] for role in roles]
    return LocalizedText(
        f"These roles have access, at the units where they are held: {'; '.join(label.en for label in labels)}. If you "
        "need it for your work, ask the administration for the role.",
        f"Adgang kræver en af disse roller på den pågældende enhed: {'; '.join(label.da for label in labels)}. Har du "
        "brug for det i dit arbejde, så bed forvaltningen om rollen.",
    )


def permitted_actions(roles: set[Role]) -> dict[str, list[str]]:
    """Return what the roles allow together: row of the policy -> actions. Used by /v1/me."""
    names = {READ: "read", WRITE: "write", TRANSITION: "transition"}
    actions_by_row = {
        row: [names[action] for action in Action if any(action in cells[role] for role in roles)]
        for row, cells in POLICY.items()
    }
    return {row: actions for row, actions in actions_by_row.items() if actions}
