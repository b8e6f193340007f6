"""Writing down what people said, answering it, and taking it back; each takes many."""

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
from api.journal.record import change, change_all, create, delete
from api.redaction import pinned_evidence as pinned
from api.redaction.redact import redact_text
from api.stakeholder_input import rules
from api.stakeholder_input.models import Input, Withdrawal
from api.stakeholder_input.queries.visible import abouts, writable_voices
from api.stakeholder_input.rules import check_not_withdrawn
from api.stakeholder_input.schemas import InputCreate, Redactable


def _pairs(ids: Sequence[ExternalIdShape]) -> list[tuple[str, str]]:
    return [(id_.system, id_.id) for id_ in ids]


async def create_inputs(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[InputCreate], ids: Sequence[UUID] | None = None
) -> list[Input]:
    """New input; what it refers to is there, and its units are within the caller's reach.

    `ids` are theirs where they were promised before.
    """
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    places = [one.institution_id or top.id for one in wanted]
    voices = await writable_voices(session, caller, places)
    about = await abouts(session, [(one.institution_id, one.theme_id, one.focus_area_id) for one in wanted])
    today, made, faults = clock.today(), [], list[Fault]()
    for one, place, its, id in zip(wanted, places, about, ids or [new_id() for _ in wanted], strict=True):
        values = one.model_dump(exclude={"external_ids", "institution_id"})
        faults += rules.check_place(its, today)
        faults += rules.check_voice(one.voice, voices[place])
        faults += rules.check_input(values, its, today)
        made.append(Input(id=id, unit_id=place, author_id=caller.id if caller else None, **values))
    raise_faults(faults)
    await create(session, caller, made)
    others = {thing.id: _pairs(one.external_ids) for thing, one in zip(made, wanted, strict=True) if one.external_ids}
    raise_faults(await set_external_ids(session, Input.resource, others) if others else [])
    return made


async def update_inputs(
    session: AsyncSession, caller: Caller | None, changes: Sequence[tuple[Input, Mapping[str, Any]]]
) -> None:
    """Change what is said of input that was not taken back, each of it once."""
    voices = await writable_voices(session, caller, [input.unit_id for input, _ in changes])
    about = await abouts(
        session, [(input.unit_id, given.get("theme_id"), given.get("focus_area_id")) for input, given in changes]
    )
    faults = list[Fault]()
    for (input, given), its in zip(changes, about, strict=True):
        said = {name: given.get(name, getattr(input, name)) for name in ("voice", "age_group", "collected_on")}
        faults += rules.check_changeable(input, given)
        faults += rules.check_voice(said["voice"], voices[input.unit_id])
        # A theme or a focus area that it has already may have been closed since.
        kept = its._replace(theme=None) if given.get("theme_id") == input.theme_id else its
        faults += rules.check_input(said, kept, clock.today())
    raise_faults(faults)
    beside = await _change_ids(session, changes)
    told = []
    for input, given in changes:
        values = {name: value for name, value in given.items() if name != "external_ids"}
        told.append((input, values, beside.get(input.id, [])))
    await change_all(session, caller, told)


async def _change_ids(
    session: AsyncSession, changes: Sequence[tuple[Input, Mapping[str, Any]]]
) -> dict[UUID, list[str]]:
    """Set the external ids that differ; answers the inputs whose did."""
    given = {input.id: sorted(set(_pairs(v["external_ids"]))) for input, v in changes if "external_ids" in v}
    now = await external_ids_of_resources(session, Input.resource, given) if given else {}
    differing = {id: pairs for id, pairs in given.items() if pairs != sorted(now.get(id, []))}
    raise_faults(await set_external_ids(session, Input.resource, differing) if differing else [])
    return {id: ["external_ids"] for id in differing}


async def answer_inputs(
    session: AsyncSession,
    caller: Caller | None,
    answers: Sequence[tuple[Input, str]],
    *,
    answered_on: date | None = None,
) -> None:
    """Say what was done with what people said; an earlier answer is replaced."""
    today = clock.today()
    on = answered_on or today
    raise_faults(fault for input, _ in answers for fault in rules.check_answer(input, on, today))
    said = [(input, {"answer": answer, "answered_on": on}, ()) for input, answer in answers]
    await change_all(session, caller, said, "answered")


async def withdraw_inputs(
    session: AsyncSession, caller: Caller | None, inputs: Sequence[Input], reason: Withdrawal
) -> None:
    """Take input back: its words and the answer to them disappear, wherever they are kept."""
    raise_faults(fault for input in inputs for fault in rules.check_not_withdrawn(input))
    why = {"withdrawal": reason.value, "withdrawn_on": clock.today()}
    values, words = {"text": None, "answer": None, **why}, _words(inputs, ("text", "answer"))
    await change_all(session, caller, [(input, values, ()) for input in inputs], "withdrawn")
    ids = [input.id for input in inputs]
    await pinned.redact_pinned_fields(session, ids, ("text", "answer"), why)
    await redact_text(session, caller, words, but=ids)


def _words(inputs: Sequence[Input], names: Sequence[str]) -> list[str | None]:
    return [getattr(input, name) for input in inputs for name in names]


async def redact_input(
    session: AsyncSession, caller: Caller | None, input: Input, fields: Sequence[Redactable], reason: str
) -> None:
    """Take words out of input, wherever they are kept; the reason stands in their place."""
    raise_faults(rules.check_not_withdrawn(input))
    why = {"redaction_reason": reason, "redacted_on": clock.today()}
    names = [field.value for field in fields]
    words = _words([input], names)
    await change(session, caller, input, dict.fromkeys(names) | why, "redacted")
    await pinned.redact_pinned_fields(session, [input.id], names, why)
    await redact_text(session, caller, words, but=[input.id])


async def delete_inputs(session: AsyncSession, caller: Caller | None, inputs: Sequence[Input]) -> None:
    """Take input away as if it had not been written; raises `in-use` where something refers to any of it."""
    raise_faults(fault for input in inputs for fault in check_not_withdrawn(input))
    ids = [input.id for input in inputs]
    await set_external_ids(session, Input.resource, dict.fromkeys(ids, ()))
    for input in inputs:
        await delete(session, caller, input)
