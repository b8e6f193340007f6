"""SQL conditions for taking part in a dialogue, as a participant or as the data holder."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Uuid, and_, bindparam, or_, select
from sqlmodel import col

from api.access import reach
from api.access.models import Body, Grant, Role
from api.access.roles import OWN_ACCOUNT, READ, Permission
from api.db.sql_functions import any_of
from api.dialogues.models import Dialogue, DialogueParticipant, Part
from api.dialogues.rules.participants import EXTERNAL_PARTS, MEMBER_ROLES, PARTICIPANT_ROLES, WORKER_ROLES

_CALLER = bindparam("caller_id", type_=Uuid())
_ANY_ACCESS = Permission(OWN_ACCOUNT, READ)
_data_holder = col(Dialogue.data_holder_id)
_part = col(DialogueParticipant.part)
_external_part = _part.in_(sorted(str(part) for part in EXTERNAL_PARTS))


def grant_has_role(roles: Iterable[Role]) -> Any:
    """Return the condition that a grant is for one of the roles."""
    return col(Grant.role).in_(sorted(str(role) for role in roles))


def _participates(person: Any, *conditions: Any) -> Any:
    participations = select(col(DialogueParticipant.dialogue_id)).where(
        col(DialogueParticipant.person_id) == person, *conditions
    )
    return any_of(col(Dialogue.id), participations)


def takes_part(person: Any) -> Any:
    """Return the condition that a person is a participant or the data holder of a dialogue, whatever their roles."""
    return or_(_data_holder == person, _participates(person))


# The youth council belongs to the whole municipality and represents no institution.
_member_grant = and_(
    grant_has_role(MEMBER_ROLES), or_(col(Grant.body).is_(None), col(Grant.body) != Body.youth_council.value)
)
_works_there = reach.unit_in_reach(col(Dialogue.institution_id), _ANY_ACCESS, grant_has_role(WORKER_ROLES))
_is_member_there = reach.unit_in_reach(col(Dialogue.institution_id), _ANY_ACCESS, _member_grant)
_has_participant_role = reach.has_permission(_ANY_ACCESS, grant_has_role(PARTICIPANT_ROLES))
_is_data_holder = and_(_data_holder == _CALLER, _works_there)

IS_PARTICIPANT = or_(
    _is_data_holder,
    and_(_participates(_CALLER, _external_part), _has_participant_role),
    and_(_participates(_CALLER, ~_external_part), _is_member_there),
)
"""The caller is a participant or the data holder of the dialogue, and still holds a role that allows it."""
WRITES_CIRCLE = or_(_is_data_holder, and_(_participates(_CALLER, _part == Part.consultant), _has_participant_role))
"""The caller may write the dialogue's circle because they are its data holder or a consultant in it."""
PARTICIPATES_ANYWHERE = and_(
    _has_participant_role,
    or_(
        select(1).where(_data_holder == _CALLER).exists(),
        select(1).where(col(DialogueParticipant.person_id) == _CALLER).exists(),
    ),
)
"""The caller is a participant or the data holder of any dialogue, and holds a role that takes part in dialogues."""
