"""Create, change, answer, withdraw, redact and delete stakeholder input."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.core import clock
from api.core.identifiers import new_id
from api.core.problems import Fault, raise_faults
from api.db.external_ids import ExternalIdShape, external_ids_of_resources, set_external_ids
from api.journal.record import change_all, create, delete
from api.redaction.fields import RedactedText, redact_evidence_of, redact_fields
from api.redaction.stored_copies import redact_text
from api.stakeholder_input import rules
from api.stakeholder_input.models import Input, Withdrawal
from api.stakeholder_input.queries.lookups import ReferenceIds, load_references, writable_voices
from api.stakeholder_input.schemas import InputCreate, Redactable


def _as_pairs(external_ids: Sequence[ExternalIdShape]) -> list[tuple[str, str]]:
    return [(external_id.system, external_id.id) for external_id in external_ids]


async def create_inputs(
    session: AsyncSession, caller: Caller | None, new_inputs: Sequence[InputCreate], ids: Sequence[UUID] | None = None
) -> list[Input]:
    """Create input: all of it, or none if one piece has a fault.

    References must exist, and the units must be within the caller's reach. `ids` are the ids to use, in the same order,
    where they were assigned before.
    """
    municipality = await units.find_municipality(session)
    if municipality is None:
        raise RuntimeError("the municipality is created when the service starts")
    unit_ids = [new.institution_id or municipality.id for new in new_inputs]
    voices = await writable_voices(session, caller, unit_ids)
    references = await load_references(
        session, [ReferenceIds(new.institution_id, new.theme_id, new.focus_area_id) for new in new_inputs]
    )
    ids = ids or [new_id() for _ in new_inputs]
    today, inputs, faults = clock.today(), [], list[Fault]()
    for id, new, unit_id, input_references in zip(ids, new_inputs, unit_ids, references, strict=True):
        values = new.model_dump(exclude={"external_ids", "institution_id"})
        faults += rules.check_institution(input_references, today)
        faults += rules.check_voice(new.voice, voices[unit_id])
        faults += rules.check_input(values, input_references, today)
        inputs.append(Input(id=id, unit_id=unit_id, author_id=caller.id if caller else None, **values))
    raise_faults(faults)
    await create(session, caller, inputs)
    external_ids = {
        input.id: _as_pairs(new.external_ids) for input, new in zip(inputs, new_inputs, strict=True) if new.external_ids
    }
    raise_faults(await set_external_ids(session, Input.resource, external_ids) if external_ids else [])
    return inputs


async def update_inputs(
    session: AsyncSession, caller: Caller | None, changes: Sequence[tuple[Input, Mapping[str, Any]]]
) -> None:
    """Change fields of input that is not withdrawn; each input occurs in `changes` at most once."""
    voices = await writable_voices(session, caller, [input.unit_id for input, _ in changes])
    references = await load_references(
        session,
        [
            ReferenceIds(input.unit_id, new_values.get("theme_id"), new_values.get("focus_area_id"))
            for input, new_values in changes
        ],
    )
    faults = list[Fault]()
    for (input, new_values), input_references in zip(changes, references, strict=True):
        checked_fields = ("voice", "age_group", "collected_on")
        values = {name: new_values.get(name, getattr(input, name)) for name in checked_fields}
        faults += rules.check_changeable(input, new_values)
        faults += rules.check_voice(values["voice"], voices[input.unit_id])
        # The theme that the input already has may have been withdrawn since: only a new one is checked.
        keeps_theme = new_values.get("theme_id") == input.theme_id
        checked_references = input_references._replace(theme=None) if keeps_theme else input_references
        faults += rules.check_input(values, checked_references, clock.today())
    raise_faults(faults)
    changed_ids = await _set_changed_external_ids(session, changes)
    await change_all(
        session,
        caller,
        [
            (
                input,
                {name: value for name, value in new_values.items() if name != "external_ids"},
                ["external_ids"] if input.id in changed_ids else [],
            )
            for input, new_values in changes
        ],
    )


async def _set_changed_external_ids(
    session: AsyncSession, changes: Sequence[tuple[Input, Mapping[str, Any]]]
) -> set[UUID]:
    """Set the external ids that differ from the present ones; return the ids of the inputs whose external ids do."""
    new_pairs = {
        input.id: sorted(set(_as_pairs(new_values["external_ids"])))
        for input, new_values in changes
        if "external_ids" in new_values
    }
    present_pairs = await external_ids_of_resources(session, Input.resource, new_pairs) if new_pairs else {}
    changed_pairs = {id: pairs for id, pairs in new_pairs.items() if pairs != sorted(present_pairs.get(id, []))}
    raise_faults(await set_external_ids(session, Input.resource, changed_pairs) if changed_pairs else [])
    return set(changed_pairs)


async def answer_inputs(
    session: AsyncSession,
    caller: Caller | None,
    answers: Sequence[tuple[Input, str]],
    *,
    answered_on: date | None = None,
) -> None:
    """Store the answer to input (what was done about it) on a day (default: today); replace an earlier answer."""
    today = clock.today()
    day = answered_on or today
    raise_faults(fault for input, _ in answers for fault in rules.check_answer(input, day, today))
    changes = [(input, {"answer": answer, "answered_on": day}, ()) for input, answer in answers]
    await change_all(session, caller, changes, "answered")


async def withdraw_inputs(
    session: AsyncSession, caller: Caller | None, inputs: Sequence[Input], reason: Withdrawal
) -> None:
    """Withdraw input: erase its text and answer and all stored copies of them; the reason stays with the input."""
    raise_faults(fault for input in inputs for fault in rules.check_not_withdrawn(input))
    withdrawal = {"withdrawal": reason.value, "withdrawn_on": clock.today()}
    fields = ("text", "answer")
    texts = _texts(inputs, fields)
    values = {**dict.fromkeys(fields), **withdrawal}
    await change_all(session, caller, [(input, values, ()) for input in inputs], "withdrawn")
    ids = [input.id for input in inputs]
    await redact_evidence_of(session, Input, ids, fields, withdrawal)
    await redact_text(session, caller, texts, except_ids=ids)


def _texts(inputs: Sequence[Input], fields: Sequence[str]) -> list[str | None]:
    return [getattr(input, field) for input in inputs for field in fields]


async def redact_input(
    session: AsyncSession, caller: Caller | None, input: Input, fields: Sequence[Redactable], reason: str
) -> None:
    """Redact fields of input and all stored copies of their text; the reason stays with the input."""
    raise_faults(rules.check_not_withdrawn(input))
    await redact_fields(session, caller, input, [RedactedText(field.value) for field in fields], reason)


async def delete_inputs(session: AsyncSession, caller: Caller | None, inputs: Sequence[Input]) -> None:
    """Delete input with its external ids; raise `in-use` if something refers to any of it."""
    raise_faults(fault for input in inputs for fault in rules.check_not_withdrawn(input))
    await set_external_ids(session, Input.resource, dict.fromkeys([input.id for input in inputs], ()))
    for input in inputs:
        await delete(session, caller, input)
