# Made from sammen/aio/rooms.py by generate.py; do not edit.
"""The rooms of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from sammen.calls import Target
from sammen.later import Later
from sammen.sync.imports import Importing
from sammen.sync.pager import Pager
from sammen.sync.resource import Body, RawListMethod, RawMethod, Resource
from sammen.sync.transport import Transport

if TYPE_CHECKING:
    from sammen import filters, models
else:
    models = Later("sammen.models")


class Agreements(Resource):
    """`/v1/agreements`"""

    path = "/v1/agreements"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Agreements]
    ) -> Pager[models.AgreementPublic]:
        """List the agreements within reach, by the day they are due; a follow-up's only to its two sides until shared."""
        return self._list(
            "/v1/agreements", models.AgreementPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def get(self, id: Target, /) -> models.AgreementWhole:
        """Read an agreement with its turns."""
        answer: models.AgreementWhole = self._get("/v1/agreements/{id}", models.AgreementWhole, id=id)
        return answer

    def update(
        self, id: Target, body: models.AgreementUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.AgreementWhole:
        """Say an open agreement otherwise, or give it another day or another hand."""
        answer: models.AgreementWhole = self._change(
            "PATCH",
            "/v1/agreements/{id}",
            models.AgreementWhole,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def done(
        self,
        id: Target,
        body: models.AgreementNote | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.AgreementWhole:
        """Say that an agreement has been kept."""
        answer: models.AgreementWhole = self._post(
            "/v1/agreements/{id}/done",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def drop(
        self,
        id: Target,
        body: models.AgreementNote | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.AgreementWhole:
        """Let an agreement go."""
        answer: models.AgreementWhole = self._post(
            "/v1/agreements/{id}/drop",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.RedactionShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.AgreementWhole:
        """Take words out of an agreement or one of its turns for good; the reason stands in their place."""
        answer: models.AgreementWhole = self._post(
            "/v1/agreements/{id}/redact",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self,
        id: Target,
        body: models.AgreementNote | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.AgreementWhole:
        """Open an agreement again that was done or dropped by mistake."""
        answer: models.AgreementWhole = self._post(
            "/v1/agreements/{id}/reopen",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def share(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.AgreementWhole:
        """Share an agreement of a follow-up: from then on it is the institution's, and the next dialogue takes it up."""
        answer: models.AgreementWhole = self._post(
            "/v1/agreements/{id}/share", models.AgreementWhole, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an agreement now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/agreements/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AgreementsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AgreementsRaw(self)


class Audit(Resource):
    """`/v1/audit`"""

    path = "/v1/audit"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Audit]
    ) -> Pager[models.JournalEntryPublic]:
        """List what happened, the latest first: who did what to which thing, when; fields by name, never their values."""
        return self._list(
            "/v1/audit", models.JournalEntryPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    @cached_property
    def with_raw_response(self) -> AuditRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AuditRaw(self)


class Calendar(Resource):
    """`/v1/calendar`"""

    path = "/v1/calendar"

    def __call__(self) -> models.CalendarPublic:
        """Read whether one's own calendar has an address; the address itself is told once, when it is made."""
        answer: models.CalendarPublic = self._get("/v1/calendar", models.CalendarPublic)
        return answer

    def create(self, *, idempotency_key: str | None = None) -> models.CalendarMade:
        """Make a secret address for one's own calendar, to be given to a calendar program; an older one is revoked.

        It leads nowhere any more once one's password is changed or one is switched off, which end all sign-ins: make
        another then. While one holds no role it leads nowhere, either. Signing out of one program leaves it as it is."""
        answer: models.CalendarMade = self._post("/v1/calendar", models.CalendarMade, None, {}, key=idempotency_key)
        return answer

    def revoke(self, *, idempotency_key: str | None = None) -> models.CalendarPublic:
        """Revoke the address of one's own calendar: it leads nowhere from now on."""
        answer: models.CalendarPublic = self._post(
            "/v1/calendar/revoke", models.CalendarPublic, None, {}, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> CalendarRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return CalendarRaw(self)


class Clients(Resource):
    """`/v1/clients`"""

    path = "/v1/clients"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Clients]
    ) -> Pager[models.ClientPublic]:
        """List the machines that may sign in."""
        return self._list(
            "/v1/clients", models.ClientPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.ClientCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ClientWithSecret:
        """Let a machine sign in; its secret is in this answer and never again."""
        answer: models.ClientWithSecret = self._post(
            "/v1/clients", models.ClientWithSecret, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.ClientPublic:
        """Read a machine, without its secret."""
        answer: models.ClientPublic = self._get("/v1/clients/{id}", models.ClientPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.ClientUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.ClientPublic:
        """Change a machine, or switch it off; it is then signed out at once."""
        answer: models.ClientPublic = self._change(
            "PATCH",
            "/v1/clients/{id}",
            models.ClientPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def rotate_secret(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ClientWithSecret:
        """Give a machine a new secret, shown in this answer and never again; the old one is good no longer."""
        answer: models.ClientWithSecret = self._post(
            "/v1/clients/{id}/rotate-secret",
            models.ClientWithSecret,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def end_client_sign_ins(self, id: Target, /, *, if_match: str | None = None) -> None:
        """End every token of a machine, at once; its secret goes on."""
        self._delete("/v1/clients/{id}/sign-ins", id, if_match=if_match)

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a client now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/clients/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> ClientsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ClientsRaw(self)


class ConsultationAnswers(Resource):
    """`/v1/consultation-answers`"""

    path = "/v1/consultation-answers"

    def get(self, id: Target, /) -> models.QuestionsAtTheDoor:
        """Read what is asked by a link, without signing in."""
        answer: models.QuestionsAtTheDoor = self._get(
            "/v1/consultation-answers/{id}", models.QuestionsAtTheDoor, id=id, signed=False
        )
        return answer

    def answer_consultation(
        self,
        id: Target,
        body: models.ConsultationAnswer | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.AnswerTaken:
        """Answer without signing in: neither name, address nor time of day is kept, nor words together with smileys.

        A body has 128 KB at most."""
        answer: models.AnswerTaken = self._post(
            "/v1/consultation-answers/{id}",
            models.AnswerTaken,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
            signed=False,
        )
        return answer

    @cached_property
    def with_raw_response(self) -> ConsultationAnswersRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ConsultationAnswersRaw(self)


class Consultations(Resource):
    """`/v1/consultations`"""

    path = "/v1/consultations"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Consultations]
    ) -> Pager[models.ConsultationPublic]:
        """List the consultations that ask within reach, the latest first."""
        return self._list(
            "/v1/consultations", models.ConsultationPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.ConsultationCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ConsultationPublic:
        """Make a consultation of an institution, a district or the city; its links are made with it."""
        answer: models.ConsultationPublic = self._post(
            "/v1/consultations", models.ConsultationPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.ConsultationPublic:
        """Read a consultation."""
        answer: models.ConsultationPublic = self._get("/v1/consultations/{id}", models.ConsultationPublic, id=id)
        return answer

    def update(
        self,
        id: Target,
        body: models.ConsultationUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ConsultationPublic:
        """Change a consultation that has not opened yet."""
        answer: models.ConsultationPublic = self._change(
            "PATCH",
            "/v1/consultations/{id}",
            models.ConsultationPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a consultation that has not opened yet."""
        self._delete("/v1/consultations/{id}", id, if_match=if_match)

    def close(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ConsultationPublic:
        """Close an open consultation: nothing is taken any more, and its results are shown."""
        answer: models.ConsultationPublic = self._post(
            "/v1/consultations/{id}/close",
            models.ConsultationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def extend(
        self,
        id: Target,
        body: models.ConsultationExtend | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ConsultationPublic:
        """Let a consultation stay open longer."""
        answer: models.ConsultationPublic = self._post(
            "/v1/consultations/{id}/extend",
            models.ConsultationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def links(self, id: Target, /) -> models.ConsultationLinks:
        """Read the links within reach: one for each institution and voice."""
        answer: models.ConsultationLinks = self._get("/v1/consultations/{id}/links", models.ConsultationLinks, id=id)
        return answer

    def renew_consultation_link(
        self,
        id: Target,
        body: models.LinkShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ConsultationLinks:
        """Make a link anew: the one before it, if any, leads nowhere from now on."""
        answer: models.ConsultationLinks = self._post(
            "/v1/consultations/{id}/links",
            models.ConsultationLinks,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.RedactionShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ConsultationPublic:
        """Take words out of a consultation for good; the reason stands in their place."""
        answer: models.ConsultationPublic = self._post(
            "/v1/consultations/{id}/redact",
            models.ConsultationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a consultation now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/consultations/{id}/transitions", models.Transitions, id=id)
        return answer

    def withdraw_link(
        self,
        id: Target,
        body: models.LinkShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ConsultationLinks:
        """Withdraw a link: it leads nowhere from now on."""
        answer: models.ConsultationLinks = self._post(
            "/v1/consultations/{id}/withdraw-link",
            models.ConsultationLinks,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    @cached_property
    def with_raw_response(self) -> ConsultationsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ConsultationsRaw(self)


class Cycles(Resource):
    """`/v1/cycles`"""

    path = "/v1/cycles"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Cycles]
    ) -> Pager[models.CyclePublic]:
        """List the cycles of both areas, the latest first."""
        return self._list("/v1/cycles", models.CyclePublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    def create(
        self, body: models.CycleCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.CycleDetail:
        """Make a cycle; without days of its own it lasts two years, in rounds of half a year."""
        answer: models.CycleDetail = self._post(
            "/v1/cycles", models.CycleDetail, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.CycleDetail:
        """Read a cycle, with the reasons for which rules were set aside."""
        answer: models.CycleDetail = self._get("/v1/cycles/{id}", models.CycleDetail, id=id)
        return answer

    def update(
        self, id: Target, body: models.CycleUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.CycleDetail:
        """Change a cycle; its days and rounds only before it begins."""
        answer: models.CycleDetail = self._change(
            "PATCH",
            "/v1/cycles/{id}",
            models.CycleDetail,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a cycle that nothing refers to."""
        self._delete("/v1/cycles/{id}", id, if_match=if_match)

    def extend(
        self,
        id: Target,
        body: models.CycleExtend | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.CycleDetail:
        """Let a cycle last longer; the half-years that it gains become rounds."""
        answer: models.CycleDetail = self._post(
            "/v1/cycles/{id}/extend",
            models.CycleDetail,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a cycle now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/cycles/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> CyclesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return CyclesRaw(self)


class DataPackages(Resource):
    """`/v1/data-packages`"""

    path = "/v1/data-packages"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.DataPackages]
    ) -> Pager[models.PackagePublic]:
        """List the data packages, the latest half-year first; drafts for those who make them."""
        return self._list(
            "/v1/data-packages", models.PackagePublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.PackageCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.PackagePublic:
        """Make a data package, as a draft."""
        answer: models.PackagePublic = self._post(
            "/v1/data-packages", models.PackagePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.PackagePublic:
        """Read a data package."""
        answer: models.PackagePublic = self._get("/v1/data-packages/{id}", models.PackagePublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.PackageUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PackagePublic:
        """Change what is said of a draft."""
        answer: models.PackagePublic = self._change(
            "PATCH",
            "/v1/data-packages/{id}",
            models.PackagePublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a draft that holds no figures."""
        self._delete("/v1/data-packages/{id}", id, if_match=if_match)

    def release(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Release a draft: the institutions see it, small groups are withheld, and it is final."""
        answer: models.PackagePublic = self._post(
            "/v1/data-packages/{id}/release", models.PackagePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def revise(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Make a new revision of a released package: a draft with the same figures, which supersedes it when released."""
        answer: models.PackagePublic = self._post(
            "/v1/data-packages/{id}/revise", models.PackagePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a data package now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/data-packages/{id}/transitions", models.Transitions, id=id)
        return answer

    def withdraw(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Take a released package back; the one that it superseded counts again."""
        answer: models.PackagePublic = self._post(
            "/v1/data-packages/{id}/withdraw",
            models.PackagePublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    @cached_property
    def with_raw_response(self) -> DataPackagesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return DataPackagesRaw(self)


class Dialogues(Resource):
    """`/v1/dialogues`"""

    path = "/v1/dialogues"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Dialogues]
    ) -> Pager[models.DialogueLine]:
        """List the dialogues within reach, and those in which the caller takes part, by the time they are planned for."""
        return self._list(
            "/v1/dialogues", models.DialogueLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.DialogueCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Plan the dialogue of an institution in a round of its area's cycle."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues", models.DialoguePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def prompts(self, **filters: Unpack[filters.DialoguesPrompts]) -> models.PromptsPublic:
        """Read what the learning circle asks at each step, in its newest revision or in the one that is named."""
        answer: models.PromptsPublic = self._get("/v1/dialogues/prompts", models.PromptsPublic, filters)
        return answer

    def revise_prompts(
        self, body: models.PromptsShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PromptsPublic:
        """Revise what the learning circle asks; dialogues that were held keep what they were held by."""
        answer: models.PromptsPublic = self._change(
            "PUT",
            "/v1/dialogues/prompts",
            models.PromptsPublic,
            body,
            members,
            None,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def rounds(
        self, body: models.DialogueRound | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DialogueRoundPublic:
        """Plan the dialogues of many institutions at once, a district's round say: all of them, or none."""
        answer: models.DialogueRoundPublic = self._post(
            "/v1/dialogues/rounds",
            models.DialogueRoundPublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    def get(self, id: Target, /) -> models.DialoguePublic:
        """Read a dialogue; of circle, evidence, decisions and agreements what the caller may."""
        answer: models.DialoguePublic = self._get("/v1/dialogues/{id}", models.DialoguePublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.DialogueUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Change the plan of a dialogue that is still planned."""
        answer: models.DialoguePublic = self._change(
            "PATCH",
            "/v1/dialogues/{id}",
            models.DialoguePublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def agenda(self, id: Target, /) -> models.AgendaPublic:
        """Read the agenda: open agreements, focus areas and their development, the evidence, and the prompts."""
        answer: models.AgendaPublic = self._get("/v1/dialogues/{id}/agenda", models.AgendaPublic, id=id)
        return answer

    def cancel(
        self,
        id: Target,
        body: models.DialogueCancel | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.DialoguePublic:
        """Cancel a planned dialogue, with a reason."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues/{id}/cancel",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def write_circle(
        self, id: Target, body: models.CircleShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Write the learning circle of a planned dialogue: all of it, each time; its data holder and consultants may."""
        answer: models.DialoguePublic = self._change(
            "PUT",
            "/v1/dialogues/{id}/circle",
            models.DialoguePublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def corrections(
        self,
        id: Target,
        body: models.DialogueCorrection | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.DialoguePublic:
        """Let a correction stand beside a held dialogue; with `becomes` it replaces what was said, the latest counts."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues/{id}/corrections",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def hold(
        self,
        id: Target,
        body: models.DialogueHold | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.DialoguePublic:
        """Hold a dialogue: decide about focus areas, agree, take up agreements, pin the evidence; all or nothing."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues/{id}/hold",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.DialogueRedact | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.DialoguePublic:
        """Take words out of a dialogue: those that one's role writes. They disappear everywhere, the reason remains."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues/{id}/redact",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self,
        id: Target,
        body: models.DialogueReopen | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.DialoguePublic:
        """Plan a cancelled dialogue again, while its round has no other."""
        answer: models.DialoguePublic = self._post(
            "/v1/dialogues/{id}/reopen",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a dialogue now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/dialogues/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> DialoguesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return DialoguesRaw(self)


class Districts(Resource):
    """`/v1/districts`"""

    path = "/v1/districts"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Districts]
    ) -> Pager[models.DistrictPublic]:
        """List the districts within reach."""
        return self._list(
            "/v1/districts", models.DistrictPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.DistrictCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DistrictPublic:
        """Make a district, directly under the municipality."""
        answer: models.DistrictPublic = self._post(
            "/v1/districts", models.DistrictPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.DistrictPublic:
        """Read a district."""
        answer: models.DistrictPublic = self._get("/v1/districts/{id}", models.DistrictPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.DistrictUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DistrictPublic:
        """Change a district's name or external ids."""
        answer: models.DistrictPublic = self._change(
            "PATCH",
            "/v1/districts/{id}",
            models.DistrictPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a district made by mistake, in which nothing lies."""
        self._delete("/v1/districts/{id}", id, if_match=if_match)

    @cached_property
    def with_raw_response(self) -> DistrictsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return DistrictsRaw(self)


class FirstPassword(Resource):
    """`/v1/first-password`"""

    path = "/v1/first-password"

    def create(
        self, body: models.FirstPassword | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> None:
        """Choose a password of one's own by the first one, which an administrator gave; then sign in with it.

        No token is needed; wrong ones are counted and paused for as in signing in."""
        self._post("/v1/first-password", None, {} if body is None else body, members, key=idempotency_key, signed=False)

    @cached_property
    def with_raw_response(self) -> FirstPasswordRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return FirstPasswordRaw(self)


class FocusAreas(Resource):
    """`/v1/focus-areas`"""

    path = "/v1/focus-areas"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.FocusAreas]
    ) -> Pager[models.FocusAreaPublic]:
        """List the focus areas within reach, and those that are shared with the city."""
        return self._list(
            "/v1/focus-areas", models.FocusAreaPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.FocusAreaCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FocusAreaPublic:
        """Propose a focus area for an institution; a learning dialogue chooses it."""
        answer: models.FocusAreaPublic = self._post(
            "/v1/focus-areas", models.FocusAreaPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.FocusAreaPublic:
        """Read a focus area."""
        answer: models.FocusAreaPublic = self._get("/v1/focus-areas/{id}", models.FocusAreaPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.FocusAreaUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FocusAreaPublic:
        """Change a focus area that is proposed or chosen; its status is decided in dialogues."""
        answer: models.FocusAreaPublic = self._change(
            "PATCH",
            "/v1/focus-areas/{id}",
            models.FocusAreaPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a proposed focus area that nothing refers to."""
        self._delete("/v1/focus-areas/{id}", id, if_match=if_match)

    def redact(
        self,
        id: Target,
        body: models.RedactionShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FocusAreaPublic:
        """Take words out of a focus area for good; the reason stands in their place."""
        answer: models.FocusAreaPublic = self._post(
            "/v1/focus-areas/{id}/redact",
            models.FocusAreaPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def thread(self, id: Target, /) -> models.FocusAreaThread:
        """Follow a focus area: back to its theme and discussions, on to decisions and what they rested on, agreements and
        outcome."""
        answer: models.FocusAreaThread = self._get("/v1/focus-areas/{id}/thread", models.FocusAreaThread, id=id)
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a focus area now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/focus-areas/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> FocusAreasRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return FocusAreasRaw(self)


class FollowUps(Resource):
    """`/v1/follow-ups`"""

    path = "/v1/follow-ups"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.FollowUps]
    ) -> Pager[models.FollowUpLine]:
        """List the follow-ups within reach, by the time they are planned for: that and when, and the assessment."""
        return self._list(
            "/v1/follow-ups", models.FollowUpLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.FollowUpCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Plan a follow-up with who leads an institution."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups", models.FollowUpPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def rounds(
        self, body: models.FollowUpRound | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FollowUpRoundPublic:
        """Plan follow-ups with many institutions at once, a whole district say: all of them, or none."""
        answer: models.FollowUpRoundPublic = self._post(
            "/v1/follow-ups/rounds",
            models.FollowUpRoundPublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    def get(self, id: Target, /) -> models.FollowUpPublic:
        """Read a follow-up: that and when, the assessment, and of its agreements those that the caller sees."""
        answer: models.FollowUpPublic = self._get("/v1/follow-ups/{id}", models.FollowUpPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.FollowUpUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Change the plan of a follow-up that is still planned."""
        answer: models.FollowUpPublic = self._change(
            "PATCH",
            "/v1/follow-ups/{id}",
            models.FollowUpPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def cancel(
        self,
        id: Target,
        body: models.FollowUpCancel | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FollowUpPublic:
        """Cancel a planned follow-up, with a reason."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/cancel",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def corrections(
        self,
        id: Target,
        body: models.FollowUpCorrection | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FollowUpPublic:
        """Let a correction stand beside a held follow-up; heightened supervision follows a corrected assessment or day.

        An assessment is not corrected once a later one counts, nor the day past another follow-up that it disagrees with."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/corrections",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def hold(
        self,
        id: Target,
        body: models.FollowUpHold | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FollowUpPublic:
        """Hold a follow-up: assess, agree, take up agreements, keep the notes; a concern opens heightened supervision."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/hold",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def notes(self, id: Target, /) -> models.NotesPublic:
        """Read topics, notes and remarks as its leader, while leading there, or as chief; each reading is recorded."""
        answer: models.NotesPublic = self._get("/v1/follow-ups/{id}/notes", models.NotesPublic, id=id)
        return answer

    def prepare_follow_up_notes(
        self, id: Target, body: models.NotesShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Write the topics and notes of a planned follow-up as its chief: all of them, each time."""
        answer: models.FollowUpPublic = self._change(
            "PUT",
            "/v1/follow-ups/{id}/notes",
            models.FollowUpPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.FollowUpRedact | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FollowUpPublic:
        """Take words out of a follow-up for good: the chief topics, notes and why it is cancelled, the leader a remark."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/redact",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def remarks(
        self,
        id: Target,
        body: models.RemarkShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.FollowUpPublic:
        """Add a remark as its leader; it stays, beside the notes."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/remarks",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.FollowUpPublic:
        """Plan a cancelled follow-up again."""
        answer: models.FollowUpPublic = self._post(
            "/v1/follow-ups/{id}/reopen", models.FollowUpPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a follow up now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/follow-ups/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> FollowUpsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return FollowUpsRaw(self)


class Grants(Resource):
    """`/v1/grants`"""

    path = "/v1/grants"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Grants]
    ) -> Pager[models.GrantPublic]:
        """List the grants at units within reach, ended ones too."""
        return self._list("/v1/grants", models.GrantPublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    def create(
        self, body: models.GrantCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.GrantPublic:
        """Give a person or a machine a role at a unit."""
        answer: models.GrantPublic = self._post(
            "/v1/grants", models.GrantPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.GrantPublic:
        """Read a grant: whose, which role, where and when."""
        answer: models.GrantPublic = self._get("/v1/grants/{id}", models.GrantPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.GrantUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.GrantPublic:
        """Decide when a grant ends; with today's date it stops working at once."""
        answer: models.GrantPublic = self._change(
            "PATCH",
            "/v1/grants/{id}",
            models.GrantPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def end(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.GrantPublic:
        """End a grant; it stops working at once."""
        answer: models.GrantPublic = self._post(
            "/v1/grants/{id}/end", models.GrantPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a grant now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/grants/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> GrantsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return GrantsRaw(self)


class HeightenedSupervision(Resource):
    """`/v1/heightened-supervision`"""

    path = "/v1/heightened-supervision"

    def list(
        self,
        *,
        limit: int | None = None,
        page_size: int | None = None,
        **filters: Unpack[filters.HeightenedSupervision],
    ) -> Pager[models.HeightenedSupervisionPublic]:
        """List the heightened supervision within reach, the latest first."""
        return self._list(
            "/v1/heightened-supervision",
            models.HeightenedSupervisionPublic,
            filters,
            limit=limit,
            page_size=page_size,
            cursor="cursor",
        )

    def get(self, id: Target, /) -> models.HeightenedSupervisionWhole:
        """Read a heightened supervision with its grounds, its action plan and the parent board's comments."""
        answer: models.HeightenedSupervisionWhole = self._get(
            "/v1/heightened-supervision/{id}", models.HeightenedSupervisionWhole, id=id
        )
        return answer

    def plan_supervision_actions(
        self, id: Target, body: models.ActionPlanShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.HeightenedSupervisionWhole:
        """Write the action plan, all of it each time, as chief or leader; what was planned once stays in it."""
        answer: models.HeightenedSupervisionWhole = self._change(
            "PUT",
            "/v1/heightened-supervision/{id}/actions",
            models.HeightenedSupervisionWhole,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def comments(
        self,
        id: Target,
        body: models.CommentShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.HeightenedSupervisionWhole:
        """Comment on it as a member of the parent board."""
        answer: models.HeightenedSupervisionWhole = self._post(
            "/v1/heightened-supervision/{id}/comments",
            models.HeightenedSupervisionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.SupervisionRedact | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.HeightenedSupervisionWhole:
        """Take words out of it for good: the chief a reason or closing words, chief and leader an action, the board its
        comment."""
        answer: models.HeightenedSupervisionWhole = self._post(
            "/v1/heightened-supervision/{id}/redact",
            models.HeightenedSupervisionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a heightened supervision now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/heightened-supervision/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> HeightenedSupervisionRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return HeightenedSupervisionRaw(self)


class Imports(Importing):
    """`/v1/imports`"""

    path = "/v1/imports"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Imports]
    ) -> Pager[models.ImportPublic]:
        """List the imports that you brought, newest first; with `thing_id`, those that wrote a thing."""
        return self._list(
            "/v1/imports", models.ImportPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def get(self, id: Target, /) -> models.ImportPublic:
        """Read an import."""
        answer: models.ImportPublic = self._get("/v1/imports/{id}", models.ImportPublic, id=id)
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Discard a plan: its rows go, what file it was stays in the list."""
        self._delete("/v1/imports/{id}", id, if_match=if_match)

    def apply(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ImportPublic:
        """Carry out exactly this plan, all of it or nothing; once it is applied, the same answer again."""
        answer: models.ImportPublic = self._post(
            "/v1/imports/{id}/apply", models.ImportPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def reverse(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ImportPublic:
        """Put back what this import did, all of it or nothing, while nothing of it was changed since."""
        answer: models.ImportPublic = self._post(
            "/v1/imports/{id}/reverse", models.ImportPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def rows(
        self,
        id: Target,
        /,
        *,
        limit: int | None = None,
        page_size: int | None = None,
        **filters: Unpack[filters.ImportsRows],
    ) -> Pager[models.ImportRowPublic]:
        """List the rows of an import with what becomes of them and why; as CSV, with the columns of the file.

        Of a plan with more than 5,000 refused rows the first 5,000 are kept and no row after them; all are counted."""
        return self._list(
            "/v1/imports/{id}/rows",
            models.ImportRowPublic,
            filters,
            id,
            limit=limit,
            page_size=page_size,
            cursor="cursor",
        )

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an import now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/imports/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> ImportsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ImportsRaw(self)


class Indicators(Resource):
    """`/v1/indicators`"""

    path = "/v1/indicators"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Indicators]
    ) -> Pager[models.IndicatorPublic]:
        """List the indicators."""
        return self._list(
            "/v1/indicators", models.IndicatorPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.IndicatorCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.IndicatorPublic:
        """Make an indicator."""
        answer: models.IndicatorPublic = self._post(
            "/v1/indicators", models.IndicatorPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.IndicatorPublic:
        """Read an indicator."""
        answer: models.IndicatorPublic = self._get("/v1/indicators/{id}", models.IndicatorPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.IndicatorUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.IndicatorPublic:
        """Change what is said of an indicator; not what its figures rest on."""
        answer: models.IndicatorPublic = self._change(
            "PATCH",
            "/v1/indicators/{id}",
            models.IndicatorPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete an indicator that has no figures."""
        self._delete("/v1/indicators/{id}", id, if_match=if_match)

    @cached_property
    def with_raw_response(self) -> IndicatorsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return IndicatorsRaw(self)


class Institutions(Resource):
    """`/v1/institutions`"""

    path = "/v1/institutions"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Institutions]
    ) -> Pager[models.InstitutionPublic]:
        """List the institutions and departments within reach, by name as Danes sort them."""
        return self._list(
            "/v1/institutions", models.InstitutionPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.InstitutionCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.InstitutionWhole:
        """Make an institution, or with `parent_id` a department."""
        answer: models.InstitutionWhole = self._post(
            "/v1/institutions", models.InstitutionWhole, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.InstitutionWhole:
        """Read an institution or a department, with what it came from and what it became."""
        answer: models.InstitutionWhole = self._get("/v1/institutions/{id}", models.InstitutionWhole, id=id)
        return answer

    def update(
        self,
        id: Target,
        body: models.InstitutionUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.InstitutionWhole:
        """Change what is said of an institution; `active_until` says from when it is closed."""
        answer: models.InstitutionWhole = self._change(
            "PATCH",
            "/v1/institutions/{id}",
            models.InstitutionWhole,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete an institution or a department made by mistake, which nothing refers to."""
        self._delete("/v1/institutions/{id}", id, if_match=if_match)

    def close(
        self,
        id: Target,
        body: models.InstitutionClose | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.InstitutionWhole:
        """Close an institution or a department: merged into a successor, split into several, or for good.

        Open agreements, focus areas and heightened supervision go to its successors or are closed with the reason; planned
        dialogues and follow-ups are cancelled; who reads a successor reads its predecessors' history."""
        answer: models.InstitutionWhole = self._post(
            "/v1/institutions/{id}/close",
            models.InstitutionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def closure(self, id: Target, /) -> models.ClosurePublic:
        """Read how an institution ended the last time, and what became of what was open there."""
        answer: models.ClosurePublic = self._get("/v1/institutions/{id}/closure", models.ClosurePublic, id=id)
        return answer

    def evidence(self, id: Target, /, **filters: Unpack[filters.InstitutionsEvidence]) -> models.EvidencePublic:
        """Read the three kinds of evidence side by side for an institution and a round, and what is lacking."""
        answer: models.EvidencePublic = self._get(
            "/v1/institutions/{id}/evidence", models.EvidencePublic, filters, id=id
        )
        return answer

    def move(
        self,
        id: Target,
        body: models.InstitutionMove | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.InstitutionWhole:
        """Move an institution to another district from a day on, or a department to another institution.

        What lies below it, and access, follow."""
        answer: models.InstitutionWhole = self._post(
            "/v1/institutions/{id}/move",
            models.InstitutionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.InstitutionWhole:
        """Open an institution closed by mistake; what was carried over comes back if nothing became of it since."""
        answer: models.InstitutionWhole = self._post(
            "/v1/institutions/{id}/reopen",
            models.InstitutionWhole,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an institution now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/institutions/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> InstitutionsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return InstitutionsRaw(self)


class Me(Resource):
    """`/v1/me`"""

    path = "/v1/me"

    def __call__(self) -> models.MePublic:
        """Read who the caller is: roles with their units, and what these allow."""
        answer: models.MePublic = self._get("/v1/me", models.MePublic)
        return answer

    def data(self) -> models.PersonData:
        """Read all that is held about oneself, with what one wrote where one still has a role. Each reading is recorded."""
        answer: models.PersonData = self._get("/v1/me/data", models.PersonData)
        return answer

    def password(
        self, body: models.PasswordChange | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> None:
        """Change one's own password; every other sign-in of one's own ends, and so does one's calendar's address."""
        self._post("/v1/me/password", None, {} if body is None else body, members, key=idempotency_key)

    def sign_out(self, *, idempotency_key: str | None = None) -> None:
        """Sign out everywhere, here too, at once."""
        self._post("/v1/me/sign-out", None, None, {}, key=idempotency_key)

    @cached_property
    def with_raw_response(self) -> MeRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return MeRaw(self)


class Measurements(Resource):
    """`/v1/measurements`"""

    path = "/v1/measurements"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Measurements]
    ) -> Pager[models.MeasurementPublic]:
        """List the figures within reach; what is withheld is null, with status `suppressed`. Not sorted by value."""
        return self._list(
            "/v1/measurements", models.MeasurementPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.MeasurementCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.MeasurementDetail:
        """Take a figure into a draft package, or as a running one; many at a time come by import."""
        answer: models.MeasurementDetail = self._post(
            "/v1/measurements", models.MeasurementDetail, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.MeasurementDetail:
        """Read a figure with what it is compared with and what was corrected."""
        answer: models.MeasurementDetail = self._get("/v1/measurements/{id}", models.MeasurementDetail, id=id)
        return answer

    def update(
        self,
        id: Target,
        body: models.MeasurementUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.MeasurementDetail:
        """Change a running figure, or one of a draft; released ones are corrected."""
        answer: models.MeasurementDetail = self._change(
            "PATCH",
            "/v1/measurements/{id}",
            models.MeasurementDetail,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a running figure, or one of a draft."""
        self._delete("/v1/measurements/{id}", id, if_match=if_match)

    def correct(
        self,
        id: Target,
        body: models.CorrectionCreate | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.MeasurementDetail:
        """Let a correction stand beside a figure; with `becomes` it replaces value, n, standard_error or status."""
        answer: models.MeasurementDetail = self._post(
            "/v1/measurements/{id}/correct",
            models.MeasurementDetail,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a measurement now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/measurements/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> MeasurementsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return MeasurementsRaw(self)


class ObservationGuides(Resource):
    """`/v1/observation-guides`"""

    path = "/v1/observation-guides"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.ObservationGuides]
    ) -> Pager[models.ObservationGuidePublic]:
        """List the editions of guides; boards see published ones."""
        return self._list(
            "/v1/observation-guides",
            models.ObservationGuidePublic,
            filters,
            limit=limit,
            page_size=page_size,
            cursor="cursor",
        )

    def create(
        self,
        body: models.ObservationGuideCreate | Body = None,
        /,
        *,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationGuidePublic:
        """Write a new guide, as the draft of its first edition."""
        answer: models.ObservationGuidePublic = self._post(
            "/v1/observation-guides",
            models.ObservationGuidePublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    def get(self, id: Target, /) -> models.ObservationGuidePublic:
        """Read an edition of a guide."""
        answer: models.ObservationGuidePublic = self._get(
            "/v1/observation-guides/{id}", models.ObservationGuidePublic, id=id
        )
        return answer

    def update(
        self,
        id: Target,
        body: models.ObservationGuideUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ObservationGuidePublic:
        """Change a draft; what is published is final."""
        answer: models.ObservationGuidePublic = self._change(
            "PATCH",
            "/v1/observation-guides/{id}",
            models.ObservationGuidePublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a draft."""
        self._delete("/v1/observation-guides/{id}", id, if_match=if_match)

    def publish(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationGuidePublic:
        """Publish a draft: it is final, observations are planned by it, and it supersedes the edition before it."""
        answer: models.ObservationGuidePublic = self._post(
            "/v1/observation-guides/{id}/publish",
            models.ObservationGuidePublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def revise(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationGuidePublic:
        """Begin a new edition: a draft that says what the published one says."""
        answer: models.ObservationGuidePublic = self._post(
            "/v1/observation-guides/{id}/revise",
            models.ObservationGuidePublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an observation guide now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/observation-guides/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> ObservationGuidesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ObservationGuidesRaw(self)


class Observations(Resource):
    """`/v1/observations`"""

    path = "/v1/observations"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Observations]
    ) -> Pager[models.ObservationLine]:
        """List the observations within reach, and those that the caller observes; feedback for those who may read it."""
        return self._list(
            "/v1/observations", models.ObservationLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.ObservationCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ObservationPublic:
        """Plan an observation with colleagues from other institutions."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations", models.ObservationPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.ObservationPublic:
        """Read an observation; of its feedback what the caller may."""
        answer: models.ObservationPublic = self._get("/v1/observations/{id}", models.ObservationPublic, id=id)
        return answer

    def update(
        self,
        id: Target,
        body: models.ObservationUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Change the plan of an observation that is still planned."""
        answer: models.ObservationPublic = self._change(
            "PATCH",
            "/v1/observations/{id}",
            models.ObservationPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def cancel(
        self,
        id: Target,
        body: models.ObservationCancel | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """A planned observation does not take place."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/cancel",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def corrections(
        self,
        id: Target,
        body: models.ObservationCorrection | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Let a correction stand beside an observation: each of what they wrote themselves."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/corrections",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def feedback(
        self,
        id: Target,
        body: models.ObservationFeedback | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Write what was seen, at every point of the guide: an observer only."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/feedback",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def observe(
        self,
        id: Target,
        body: models.ObservationObserve | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Say that it took place: who plans it, or an observer."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/observe",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.ObservationRedact | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Take words out of an observation: each of what they wrote themselves."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/redact",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Plan a cancelled observation again."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/reopen",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reply(
        self,
        id: Target,
        body: models.ObservationReply | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Say whether the institution knows itself again in the feedback."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/reply",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def share(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Let chief and administration read the feedback."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/share",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def take_back(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Take feedback back to correct it, until it is replied to or shared: an observer only."""
        answer: models.ObservationPublic = self._post(
            "/v1/observations/{id}/take-back",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an observation now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/observations/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> ObservationsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ObservationsRaw(self)


class People(Resource):
    """`/v1/people`"""

    path = "/v1/people"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.People]
    ) -> Pager[models.PersonPublic]:
        """List people: who has a role within reach, for planning; administrators and auditors see all, in full."""
        return self._list("/v1/people", models.PersonPublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    def create(
        self, body: models.PersonCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.PersonPublic:
        """Let somebody sign in; what they may do comes with grants."""
        answer: models.PersonPublic = self._post(
            "/v1/people", models.PersonPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.PersonPublic:
        """Read a person: name and roles, or in full."""
        answer: models.PersonPublic = self._get("/v1/people/{id}", models.PersonPublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.PersonUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PersonPublic:
        """Change a person, or switch them off; then, or with a new password, they are signed out at once.

        The secret address of their calendar ends with it for good."""
        answer: models.PersonPublic = self._change(
            "PATCH",
            "/v1/people/{id}",
            models.PersonPublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def data(self, id: Target, /) -> models.PersonData:
        """Read all that is held about somebody, to give it to them; not what they wrote. Each reading is recorded."""
        answer: models.PersonData = self._get("/v1/people/{id}/data", models.PersonData, id=id)
        return answer

    def erase(
        self,
        id: Target,
        body: models.PersonErase | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.PersonErased:
        """Erase somebody for good: the name and all that tells who they were goes, what they did stays without it.

        Refused while they hold roles or something is planned with them."""
        answer: models.PersonErased = self._post(
            "/v1/people/{id}/erase",
            models.PersonErased,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def end_person_sign_ins(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Sign a person out everywhere, at once; they may sign in again."""
        self._delete("/v1/people/{id}/sign-ins", id, if_match=if_match)

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a person now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/people/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> PeopleRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return PeopleRaw(self)


class Redactions(Resource):
    """`/v1/redactions`"""

    path = "/v1/redactions"

    def create(
        self, body: models.RedactionOrder | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.RedactionDone:
        """Take words out of anything by the auditor's order, and from everything that says the same; nothing is read here.

        Words shorter than 20 characters go from the thing and its copies only."""
        answer: models.RedactionDone = self._post(
            "/v1/redactions", models.RedactionDone, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> RedactionsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return RedactionsRaw(self)


class StakeholderInput(Resource):
    """`/v1/stakeholder-input`"""

    path = "/v1/stakeholder-input"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.StakeholderInput]
    ) -> Pager[models.InputPublic]:
        """List the input within reach; its words for those who may read them."""
        return self._list(
            "/v1/stakeholder-input", models.InputPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def create(
        self, body: models.InputCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.InputWhole:
        """Write down what children, young people, parents, staff or a board said."""
        answer: models.InputWhole = self._post(
            "/v1/stakeholder-input", models.InputWhole, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def statistics(self, **filters: Unpack[filters.StakeholderInputStatistics]) -> models.InputStatistics:
        """Count the voices within reach over whole half-years that are over, by one thing; small groups are withheld."""
        answer: models.InputStatistics = self._get("/v1/stakeholder-input/statistics", models.InputStatistics, filters)
        return answer

    def get(self, id: Target, /) -> models.InputWhole:
        """Read one piece of input; its words for those who may read them."""
        answer: models.InputWhole = self._get("/v1/stakeholder-input/{id}", models.InputWhole, id=id)
        return answer

    def update(
        self, id: Target, body: models.InputUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.InputWhole:
        """Change input that was not taken back: leader and staff any, others what they wrote."""
        answer: models.InputWhole = self._change(
            "PATCH",
            "/v1/stakeholder-input/{id}",
            models.InputWhole,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def answer(
        self,
        id: Target,
        body: models.InputAnswer | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.InputWhole:
        """Say what was done with it: you said, we did."""
        answer: models.InputWhole = self._post(
            "/v1/stakeholder-input/{id}/answer",
            models.InputWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.InputRedact | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.InputWhole:
        """Take words out of input: they disappear everywhere, its place and the reason remain."""
        answer: models.InputWhole = self._post(
            "/v1/stakeholder-input/{id}/redact",
            models.InputWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a stakeholder input now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/stakeholder-input/{id}/transitions", models.Transitions, id=id)
        return answer

    def withdraw(
        self,
        id: Target,
        body: models.InputWithdraw | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.InputWhole:
        """Take input back: its words disappear everywhere, its place and the reason remain."""
        answer: models.InputWhole = self._post(
            "/v1/stakeholder-input/{id}/withdraw",
            models.InputWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    @cached_property
    def with_raw_response(self) -> StakeholderInputRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return StakeholderInputRaw(self)


class Supervision(Resource):
    """`/v1/supervision`"""

    path = "/v1/supervision"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Supervision]
    ) -> Pager[models.SupervisionLine]:
        """List where each institution in reach stands, by name; boards without what comes from follow-ups."""
        return self._list(
            "/v1/supervision", models.SupervisionLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    def summary(self, **filters: Unpack[filters.SupervisionSummary]) -> models.SupervisionSummary:
        """Count by district and kind how far all in reach have come, and how many have each flag."""
        answer: models.SupervisionSummary = self._get("/v1/supervision/summary", models.SupervisionSummary, filters)
        return answer

    @cached_property
    def with_raw_response(self) -> SupervisionRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return SupervisionRaw(self)


class Themes(Resource):
    """`/v1/themes`"""

    path = "/v1/themes"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Themes]
    ) -> Pager[models.ThemePublic]:
        """List the themes that the caller sees: institutions see decided ones."""
        return self._list("/v1/themes", models.ThemePublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    def create(
        self, body: models.ThemeCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ThemePublic:
        """Propose a theme for a cycle."""
        answer: models.ThemePublic = self._post(
            "/v1/themes", models.ThemePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    def get(self, id: Target, /) -> models.ThemePublic:
        """Read a theme; institutions see decided ones only."""
        answer: models.ThemePublic = self._get("/v1/themes/{id}", models.ThemePublic, id=id)
        return answer

    def update(
        self, id: Target, body: models.ThemeUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.ThemePublic:
        """Change a proposed theme; of a decided one, its case and report."""
        answer: models.ThemePublic = self._change(
            "PATCH",
            "/v1/themes/{id}",
            models.ThemePublic,
            body,
            members,
            id,
            if_match=if_match,
            media="application/json",
        )
        return answer

    def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a proposed theme that nothing refers to."""
        self._delete("/v1/themes/{id}", id, if_match=if_match)

    def decide(
        self,
        id: Target,
        body: models.ThemeDecide | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ThemePublic:
        """The council has decided the theme: the institutions see it from now on."""
        answer: models.ThemePublic = self._post(
            "/v1/themes/{id}/decide",
            models.ThemePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def redact(
        self,
        id: Target,
        body: models.RedactionShape | Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ThemePublic:
        """Take words out of a theme for good; the reason stands in their place."""
        answer: models.ThemePublic = self._post(
            "/v1/themes/{id}/redact",
            models.ThemePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ThemePublic:
        """Return a decided or withdrawn theme to proposed, if nothing leans on it yet."""
        answer: models.ThemePublic = self._post(
            "/v1/themes/{id}/reopen", models.ThemePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    def thread(self, id: Target, /) -> models.ThemeThread:
        """Follow a theme: discussions, focus areas, decisions, agreements, outcomes; council and networks see counts."""
        answer: models.ThemeThread = self._get("/v1/themes/{id}/thread", models.ThemeThread, id=id)
        return answer

    def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a theme now, and what stands in the way of the rest."""
        answer: models.Transitions = self._get("/v1/themes/{id}/transitions", models.Transitions, id=id)
        return answer

    def withdraw(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ThemePublic:
        """Withdraw a theme that no focus area leans on."""
        answer: models.ThemePublic = self._post(
            "/v1/themes/{id}/withdraw", models.ThemePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> ThemesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return ThemesRaw(self)


class AgreementsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Agreements) -> None:
        self.list = RawListMethod(of.list)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.done = RawMethod(of.done)
        self.drop = RawMethod(of.drop)
        self.redact = RawMethod(of.redact)
        self.reopen = RawMethod(of.reopen)
        self.share = RawMethod(of.share)
        self.transitions = RawMethod(of.transitions)


class AuditRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Audit) -> None:
        self.list = RawListMethod(of.list)


class CalendarRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Calendar) -> None:
        self.create = RawMethod(of.create)
        self.revoke = RawMethod(of.revoke)


class ClientsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Clients) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.rotate_secret = RawMethod(of.rotate_secret)
        self.end_client_sign_ins = RawMethod(of.end_client_sign_ins)
        self.transitions = RawMethod(of.transitions)


class ConsultationAnswersRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: ConsultationAnswers) -> None:
        self.get = RawMethod(of.get)
        self.answer_consultation = RawMethod(of.answer_consultation)


class ConsultationsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Consultations) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.close = RawMethod(of.close)
        self.extend = RawMethod(of.extend)
        self.links = RawMethod(of.links)
        self.renew_consultation_link = RawMethod(of.renew_consultation_link)
        self.redact = RawMethod(of.redact)
        self.transitions = RawMethod(of.transitions)
        self.withdraw_link = RawMethod(of.withdraw_link)


class CyclesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Cycles) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.extend = RawMethod(of.extend)
        self.transitions = RawMethod(of.transitions)


class DataPackagesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: DataPackages) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.release = RawMethod(of.release)
        self.revise = RawMethod(of.revise)
        self.transitions = RawMethod(of.transitions)
        self.withdraw = RawMethod(of.withdraw)


class DialoguesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Dialogues) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.prompts = RawMethod(of.prompts)
        self.revise_prompts = RawMethod(of.revise_prompts)
        self.rounds = RawMethod(of.rounds)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.agenda = RawMethod(of.agenda)
        self.cancel = RawMethod(of.cancel)
        self.write_circle = RawMethod(of.write_circle)
        self.corrections = RawMethod(of.corrections)
        self.hold = RawMethod(of.hold)
        self.redact = RawMethod(of.redact)
        self.reopen = RawMethod(of.reopen)
        self.transitions = RawMethod(of.transitions)


class DistrictsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Districts) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)


class FirstPasswordRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: FirstPassword) -> None:
        self.create = RawMethod(of.create)


class FocusAreasRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: FocusAreas) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.redact = RawMethod(of.redact)
        self.thread = RawMethod(of.thread)
        self.transitions = RawMethod(of.transitions)


class FollowUpsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: FollowUps) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.rounds = RawMethod(of.rounds)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.cancel = RawMethod(of.cancel)
        self.corrections = RawMethod(of.corrections)
        self.hold = RawMethod(of.hold)
        self.notes = RawMethod(of.notes)
        self.prepare_follow_up_notes = RawMethod(of.prepare_follow_up_notes)
        self.redact = RawMethod(of.redact)
        self.remarks = RawMethod(of.remarks)
        self.reopen = RawMethod(of.reopen)
        self.transitions = RawMethod(of.transitions)


class GrantsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Grants) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.end = RawMethod(of.end)
        self.transitions = RawMethod(of.transitions)


class HeightenedSupervisionRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: HeightenedSupervision) -> None:
        self.list = RawListMethod(of.list)
        self.get = RawMethod(of.get)
        self.plan_supervision_actions = RawMethod(of.plan_supervision_actions)
        self.comments = RawMethod(of.comments)
        self.redact = RawMethod(of.redact)
        self.transitions = RawMethod(of.transitions)


class ImportsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Imports) -> None:
        self.list = RawListMethod(of.list)
        self.get = RawMethod(of.get)
        self.delete = RawMethod(of.delete)
        self.apply = RawMethod(of.apply)
        self.reverse = RawMethod(of.reverse)
        self.rows = RawListMethod(of.rows)
        self.transitions = RawMethod(of.transitions)


class IndicatorsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Indicators) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)


class InstitutionsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Institutions) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.close = RawMethod(of.close)
        self.closure = RawMethod(of.closure)
        self.evidence = RawMethod(of.evidence)
        self.move = RawMethod(of.move)
        self.reopen = RawMethod(of.reopen)
        self.transitions = RawMethod(of.transitions)


class MeRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Me) -> None:
        self.data = RawMethod(of.data)
        self.password = RawMethod(of.password)
        self.sign_out = RawMethod(of.sign_out)


class MeasurementsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Measurements) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.correct = RawMethod(of.correct)
        self.transitions = RawMethod(of.transitions)


class ObservationGuidesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: ObservationGuides) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.publish = RawMethod(of.publish)
        self.revise = RawMethod(of.revise)
        self.transitions = RawMethod(of.transitions)


class ObservationsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Observations) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.cancel = RawMethod(of.cancel)
        self.corrections = RawMethod(of.corrections)
        self.feedback = RawMethod(of.feedback)
        self.observe = RawMethod(of.observe)
        self.redact = RawMethod(of.redact)
        self.reopen = RawMethod(of.reopen)
        self.reply = RawMethod(of.reply)
        self.share = RawMethod(of.share)
        self.take_back = RawMethod(of.take_back)
        self.transitions = RawMethod(of.transitions)


class PeopleRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: People) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.data = RawMethod(of.data)
        self.erase = RawMethod(of.erase)
        self.end_person_sign_ins = RawMethod(of.end_person_sign_ins)
        self.transitions = RawMethod(of.transitions)


class RedactionsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Redactions) -> None:
        self.create = RawMethod(of.create)


class StakeholderInputRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: StakeholderInput) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.statistics = RawMethod(of.statistics)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.answer = RawMethod(of.answer)
        self.redact = RawMethod(of.redact)
        self.transitions = RawMethod(of.transitions)
        self.withdraw = RawMethod(of.withdraw)


class SupervisionRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Supervision) -> None:
        self.list = RawListMethod(of.list)
        self.summary = RawMethod(of.summary)


class ThemesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: Themes) -> None:
        self.list = RawListMethod(of.list)
        self.create = RawMethod(of.create)
        self.get = RawMethod(of.get)
        self.update = RawMethod(of.update)
        self.delete = RawMethod(of.delete)
        self.decide = RawMethod(of.decide)
        self.redact = RawMethod(of.redact)
        self.reopen = RawMethod(of.reopen)
        self.thread = RawMethod(of.thread)
        self.transitions = RawMethod(of.transitions)
        self.withdraw = RawMethod(of.withdraw)


class Rooms:
    """Every room of the contract, as an attribute."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @cached_property
    def agreements(self) -> Agreements:
        """`/v1/agreements`"""
        return Agreements(self._transport)

    @cached_property
    def audit(self) -> Audit:
        """`/v1/audit`"""
        return Audit(self._transport)

    @cached_property
    def calendar(self) -> Calendar:
        """`/v1/calendar`"""
        return Calendar(self._transport)

    @cached_property
    def clients(self) -> Clients:
        """`/v1/clients`"""
        return Clients(self._transport)

    @cached_property
    def consultation_answers(self) -> ConsultationAnswers:
        """`/v1/consultation-answers`"""
        return ConsultationAnswers(self._transport)

    @cached_property
    def consultations(self) -> Consultations:
        """`/v1/consultations`"""
        return Consultations(self._transport)

    @cached_property
    def cycles(self) -> Cycles:
        """`/v1/cycles`"""
        return Cycles(self._transport)

    @cached_property
    def data_packages(self) -> DataPackages:
        """`/v1/data-packages`"""
        return DataPackages(self._transport)

    @cached_property
    def dialogues(self) -> Dialogues:
        """`/v1/dialogues`"""
        return Dialogues(self._transport)

    @cached_property
    def districts(self) -> Districts:
        """`/v1/districts`"""
        return Districts(self._transport)

    @cached_property
    def first_password(self) -> FirstPassword:
        """`/v1/first-password`"""
        return FirstPassword(self._transport)

    @cached_property
    def focus_areas(self) -> FocusAreas:
        """`/v1/focus-areas`"""
        return FocusAreas(self._transport)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """`/v1/follow-ups`"""
        return FollowUps(self._transport)

    @cached_property
    def grants(self) -> Grants:
        """`/v1/grants`"""
        return Grants(self._transport)

    @cached_property
    def heightened_supervision(self) -> HeightenedSupervision:
        """`/v1/heightened-supervision`"""
        return HeightenedSupervision(self._transport)

    @cached_property
    def imports(self) -> Imports:
        """`/v1/imports`"""
        return Imports(self._transport)

    @cached_property
    def indicators(self) -> Indicators:
        """`/v1/indicators`"""
        return Indicators(self._transport)

    @cached_property
    def institutions(self) -> Institutions:
        """`/v1/institutions`"""
        return Institutions(self._transport)

    @cached_property
    def me(self) -> Me:
        """`/v1/me`"""
        return Me(self._transport)

    @cached_property
    def measurements(self) -> Measurements:
        """`/v1/measurements`"""
        return Measurements(self._transport)

    @cached_property
    def observation_guides(self) -> ObservationGuides:
        """`/v1/observation-guides`"""
        return ObservationGuides(self._transport)

    @cached_property
    def observations(self) -> Observations:
        """`/v1/observations`"""
        return Observations(self._transport)

    @cached_property
    def people(self) -> People:
        """`/v1/people`"""
        return People(self._transport)

    @cached_property
    def redactions(self) -> Redactions:
        """`/v1/redactions`"""
        return Redactions(self._transport)

    @cached_property
    def stakeholder_input(self) -> StakeholderInput:
        """`/v1/stakeholder-input`"""
        return StakeholderInput(self._transport)

    @cached_property
    def supervision(self) -> Supervision:
        """`/v1/supervision`"""
        return Supervision(self._transport)

    @cached_property
    def themes(self) -> Themes:
        """`/v1/themes`"""
        return Themes(self._transport)

    def vocabulary(self) -> models.Vocabulary:
        """Read every enumeration with the Danish and English words for its values."""
        answer: models.Vocabulary = Resource(self._transport)._get("/v1/vocabulary", models.Vocabulary, signed=False)
        return answer
