"""Role x Action: the whole policy on one page."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from api.access.models import Role
from api.core.problems import LocalizedText


class Action(StrEnum):
    read = "r"
    write = "w"
    transition = "t"


READ, WRITE, TRANSITION = Action.read, Action.write, Action.transition


class Permission(NamedTuple):
    """One cell's address: which row of the policy, and which action."""

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
"""Rows that a grant at a department does not open at its institution: what belongs to follow-ups, and the lines."""

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
"""What each role is called."""


def _read() -> dict[str, dict[Role, frozenset[Action]]]:
    lines = [line.split() for line in _TABLE.strip().splitlines()[1:]]
    return {
        name: {
            role: frozenset(Action(letter) for letter in cell if letter != "-")
            for role, cell in zip(_COLUMNS, cells, strict=True)
        }
        for name, *cells in lines
    }


POLICY: Final = _read()

OWN: Final = "own"
"""Not a row of the table: what everyone who is signed in has of their own (who they are, their password)."""


def roles_for(may: Permission) -> tuple[Role, ...]:
    """The roles that may do it, in the table's order."""
    if may.row == OWN:
        return _COLUMNS
    return tuple(role for role in _COLUMNS if may.action in POLICY[may.row][role])


def open_to(roles: Sequence[Role]) -> LocalizedText:
    """Whose part something is, for who is told that it is not theirs."""
    named = [ROLE_LABELS[role] for role in roles]
    return LocalizedText(
        f"Open to these roles, where they are held: {'; '.join(one.en for one in named)}. If it is your part of the "
        "work, ask the administration for the role.",
        f"Åbent for disse roller, dér hvor de er givet: {'; '.join(one.da for one in named)}. Er det din del af "
        "arbejdet, så bed forvaltningen om rollen.",
    )


def allowed_to(roles: set[Role]) -> dict[str, list[str]]:
    """What these roles may do in all: row -> actions, for /v1/me."""
    words = {READ: "read", WRITE: "write", TRANSITION: "transition"}
    found = {
        row: [words[a] for a in Action if any(a in cells[role] for role in roles)] for row, cells in POLICY.items()
    }
    return {row: actions for row, actions in found.items() if actions}
