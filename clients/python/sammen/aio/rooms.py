"""The rooms of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from sammen.aio.imports import AsyncImporting
from sammen.aio.pager import AsyncPager
from sammen.aio.resource import AsyncRawListMethod, AsyncRawMethod, AsyncResource, Body
from sammen.aio.transport import AsyncTransport
from sammen.calls import Target
from sammen.later import Later

if TYPE_CHECKING:
    from sammen import filters, models
else:
    models = Later("sammen.models")


class AsyncAgreements(AsyncResource):
    """`/v1/agreements`"""

    path = "/v1/agreements"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Agreements]
    ) -> AsyncPager[models.AgreementPublic]:
        """List the agreements within reach, by the day they are due; a follow-up's only to its two sides until shared."""
        return self._list(
            "/v1/agreements", models.AgreementPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def get(self, id: Target, /) -> models.AgreementWhole:
        """Read an agreement with its turns."""
        answer: models.AgreementWhole = await self._get("/v1/agreements/{id}", models.AgreementWhole, id=id)
        return answer

    async def update(
        self, id: Target, body: models.AgreementUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.AgreementWhole:
        """Say an open agreement otherwise, or give it another day or another hand."""
        answer: models.AgreementWhole = await self._change(
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

    async def done(
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
        answer: models.AgreementWhole = await self._post(
            "/v1/agreements/{id}/done",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def drop(
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
        answer: models.AgreementWhole = await self._post(
            "/v1/agreements/{id}/drop",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.AgreementWhole = await self._post(
            "/v1/agreements/{id}/redact",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
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
        answer: models.AgreementWhole = await self._post(
            "/v1/agreements/{id}/reopen",
            models.AgreementWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def share(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.AgreementWhole:
        """Share an agreement of a follow-up: from then on it is the institution's, and the next dialogue takes it up."""
        answer: models.AgreementWhole = await self._post(
            "/v1/agreements/{id}/share", models.AgreementWhole, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an agreement now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/agreements/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncAgreementsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncAgreementsRaw(self)


class AsyncAudit(AsyncResource):
    """`/v1/audit`"""

    path = "/v1/audit"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Audit]
    ) -> AsyncPager[models.JournalEntryPublic]:
        """List what happened, the latest first: who did what to which thing, when; fields by name, never their values."""
        return self._list(
            "/v1/audit", models.JournalEntryPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    @cached_property
    def with_raw_response(self) -> AsyncAuditRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncAuditRaw(self)


class AsyncCalendar(AsyncResource):
    """`/v1/calendar`"""

    path = "/v1/calendar"

    async def __call__(self) -> models.CalendarPublic:
        """Read whether one's own calendar has an address; the address itself is told once, when it is made."""
        answer: models.CalendarPublic = await self._get("/v1/calendar", models.CalendarPublic)
        return answer

    async def create(self, *, idempotency_key: str | None = None) -> models.CalendarMade:
        """Make a secret address for one's own calendar, to be given to a calendar program; an older one is revoked.

        It leads nowhere any more once one's password is changed or one is switched off, which end all sign-ins: make
        another then. While one holds no role it leads nowhere, either. Signing out of one program leaves it as it is."""
        answer: models.CalendarMade = await self._post(
            "/v1/calendar", models.CalendarMade, None, {}, key=idempotency_key
        )
        return answer

    async def revoke(self, *, idempotency_key: str | None = None) -> models.CalendarPublic:
        """Revoke the address of one's own calendar: it leads nowhere from now on."""
        answer: models.CalendarPublic = await self._post(
            "/v1/calendar/revoke", models.CalendarPublic, None, {}, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncCalendarRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncCalendarRaw(self)


class AsyncClients(AsyncResource):
    """`/v1/clients`"""

    path = "/v1/clients"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Clients]
    ) -> AsyncPager[models.ClientPublic]:
        """List the machines that may sign in."""
        return self._list(
            "/v1/clients", models.ClientPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.ClientCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ClientWithSecret:
        """Let a machine sign in; its secret is in this answer and never again."""
        answer: models.ClientWithSecret = await self._post(
            "/v1/clients", models.ClientWithSecret, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.ClientPublic:
        """Read a machine, without its secret."""
        answer: models.ClientPublic = await self._get("/v1/clients/{id}", models.ClientPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.ClientUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.ClientPublic:
        """Change a machine, or switch it off; it is then signed out at once."""
        answer: models.ClientPublic = await self._change(
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

    async def rotate_secret(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ClientWithSecret:
        """Give a machine a new secret, shown in this answer and never again; the old one is good no longer."""
        answer: models.ClientWithSecret = await self._post(
            "/v1/clients/{id}/rotate-secret",
            models.ClientWithSecret,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def end_client_sign_ins(self, id: Target, /, *, if_match: str | None = None) -> None:
        """End every token of a machine, at once; its secret goes on."""
        await self._delete("/v1/clients/{id}/sign-ins", id, if_match=if_match)

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a client now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/clients/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncClientsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncClientsRaw(self)


class AsyncConsultationAnswers(AsyncResource):
    """`/v1/consultation-answers`"""

    path = "/v1/consultation-answers"

    async def get(self, id: Target, /) -> models.QuestionsAtTheDoor:
        """Read what is asked by a link, without signing in."""
        answer: models.QuestionsAtTheDoor = await self._get(
            "/v1/consultation-answers/{id}", models.QuestionsAtTheDoor, id=id, signed=False
        )
        return answer

    async def answer_consultation(
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
        answer: models.AnswerTaken = await self._post(
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
    def with_raw_response(self) -> AsyncConsultationAnswersRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncConsultationAnswersRaw(self)


class AsyncConsultations(AsyncResource):
    """`/v1/consultations`"""

    path = "/v1/consultations"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Consultations]
    ) -> AsyncPager[models.ConsultationPublic]:
        """List the consultations that ask within reach, the latest first."""
        return self._list(
            "/v1/consultations", models.ConsultationPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.ConsultationCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ConsultationPublic:
        """Make a consultation of an institution, a district or the city; its links are made with it."""
        answer: models.ConsultationPublic = await self._post(
            "/v1/consultations", models.ConsultationPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.ConsultationPublic:
        """Read a consultation."""
        answer: models.ConsultationPublic = await self._get("/v1/consultations/{id}", models.ConsultationPublic, id=id)
        return answer

    async def update(
        self,
        id: Target,
        body: models.ConsultationUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ConsultationPublic:
        """Change a consultation that has not opened yet."""
        answer: models.ConsultationPublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a consultation that has not opened yet."""
        await self._delete("/v1/consultations/{id}", id, if_match=if_match)

    async def close(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ConsultationPublic:
        """Close an open consultation: nothing is taken any more, and its results are shown."""
        answer: models.ConsultationPublic = await self._post(
            "/v1/consultations/{id}/close",
            models.ConsultationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def extend(
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
        answer: models.ConsultationPublic = await self._post(
            "/v1/consultations/{id}/extend",
            models.ConsultationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def links(self, id: Target, /) -> models.ConsultationLinks:
        """Read the links within reach: one for each institution and voice."""
        answer: models.ConsultationLinks = await self._get(
            "/v1/consultations/{id}/links", models.ConsultationLinks, id=id
        )
        return answer

    async def renew_consultation_link(
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
        answer: models.ConsultationLinks = await self._post(
            "/v1/consultations/{id}/links",
            models.ConsultationLinks,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.ConsultationPublic = await self._post(
            "/v1/consultations/{id}/redact",
            models.ConsultationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a consultation now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/consultations/{id}/transitions", models.Transitions, id=id)
        return answer

    async def withdraw_link(
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
        answer: models.ConsultationLinks = await self._post(
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
    def with_raw_response(self) -> AsyncConsultationsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncConsultationsRaw(self)


class AsyncCycles(AsyncResource):
    """`/v1/cycles`"""

    path = "/v1/cycles"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Cycles]
    ) -> AsyncPager[models.CyclePublic]:
        """List the cycles of both areas, the latest first."""
        return self._list("/v1/cycles", models.CyclePublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    async def create(
        self, body: models.CycleCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.CycleDetail:
        """Make a cycle; without days of its own it lasts two years, in rounds of half a year."""
        answer: models.CycleDetail = await self._post(
            "/v1/cycles", models.CycleDetail, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.CycleDetail:
        """Read a cycle, with the reasons for which rules were set aside."""
        answer: models.CycleDetail = await self._get("/v1/cycles/{id}", models.CycleDetail, id=id)
        return answer

    async def update(
        self, id: Target, body: models.CycleUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.CycleDetail:
        """Change a cycle; its days and rounds only before it begins."""
        answer: models.CycleDetail = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a cycle that nothing refers to."""
        await self._delete("/v1/cycles/{id}", id, if_match=if_match)

    async def extend(
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
        answer: models.CycleDetail = await self._post(
            "/v1/cycles/{id}/extend",
            models.CycleDetail,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a cycle now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/cycles/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncCyclesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncCyclesRaw(self)


class AsyncDataPackages(AsyncResource):
    """`/v1/data-packages`"""

    path = "/v1/data-packages"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.DataPackages]
    ) -> AsyncPager[models.PackagePublic]:
        """List the data packages, the latest half-year first; drafts for those who make them."""
        return self._list(
            "/v1/data-packages", models.PackagePublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.PackageCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.PackagePublic:
        """Make a data package, as a draft."""
        answer: models.PackagePublic = await self._post(
            "/v1/data-packages", models.PackagePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.PackagePublic:
        """Read a data package."""
        answer: models.PackagePublic = await self._get("/v1/data-packages/{id}", models.PackagePublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.PackageUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PackagePublic:
        """Change what is said of a draft."""
        answer: models.PackagePublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a draft that holds no figures."""
        await self._delete("/v1/data-packages/{id}", id, if_match=if_match)

    async def release(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Release a draft: the institutions see it, small groups are withheld, and it is final."""
        answer: models.PackagePublic = await self._post(
            "/v1/data-packages/{id}/release", models.PackagePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def revise(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Make a new revision of a released package: a draft with the same figures, which supersedes it when released."""
        answer: models.PackagePublic = await self._post(
            "/v1/data-packages/{id}/revise", models.PackagePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a data package now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/data-packages/{id}/transitions", models.Transitions, id=id)
        return answer

    async def withdraw(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.PackagePublic:
        """Take a released package back; the one that it superseded counts again."""
        answer: models.PackagePublic = await self._post(
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
    def with_raw_response(self) -> AsyncDataPackagesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncDataPackagesRaw(self)


class AsyncDialogues(AsyncResource):
    """`/v1/dialogues`"""

    path = "/v1/dialogues"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Dialogues]
    ) -> AsyncPager[models.DialogueLine]:
        """List the dialogues within reach, and those in which the caller takes part, by the time they are planned for."""
        return self._list(
            "/v1/dialogues", models.DialogueLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.DialogueCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Plan the dialogue of an institution in a round of its area's cycle."""
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues", models.DialoguePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def prompts(self, **filters: Unpack[filters.DialoguesPrompts]) -> models.PromptsPublic:
        """Read what the learning circle asks at each step, in its newest revision or in the one that is named."""
        answer: models.PromptsPublic = await self._get("/v1/dialogues/prompts", models.PromptsPublic, filters)
        return answer

    async def revise_prompts(
        self, body: models.PromptsShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PromptsPublic:
        """Revise what the learning circle asks; dialogues that were held keep what they were held by."""
        answer: models.PromptsPublic = await self._change(
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

    async def rounds(
        self, body: models.DialogueRound | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DialogueRoundPublic:
        """Plan the dialogues of many institutions at once, a district's round say: all of them, or none."""
        answer: models.DialogueRoundPublic = await self._post(
            "/v1/dialogues/rounds",
            models.DialogueRoundPublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    async def get(self, id: Target, /) -> models.DialoguePublic:
        """Read a dialogue; of circle, evidence, decisions and agreements what the caller may."""
        answer: models.DialoguePublic = await self._get("/v1/dialogues/{id}", models.DialoguePublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.DialogueUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Change the plan of a dialogue that is still planned."""
        answer: models.DialoguePublic = await self._change(
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

    async def agenda(self, id: Target, /) -> models.AgendaPublic:
        """Read the agenda: open agreements, focus areas and their development, the evidence, and the prompts."""
        answer: models.AgendaPublic = await self._get("/v1/dialogues/{id}/agenda", models.AgendaPublic, id=id)
        return answer

    async def cancel(
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
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues/{id}/cancel",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def write_circle(
        self, id: Target, body: models.CircleShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DialoguePublic:
        """Write the learning circle of a planned dialogue: all of it, each time; its data holder and consultants may."""
        answer: models.DialoguePublic = await self._change(
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

    async def corrections(
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
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues/{id}/corrections",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def hold(
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
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues/{id}/hold",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues/{id}/redact",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
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
        answer: models.DialoguePublic = await self._post(
            "/v1/dialogues/{id}/reopen",
            models.DialoguePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a dialogue now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/dialogues/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncDialoguesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncDialoguesRaw(self)


class AsyncDistricts(AsyncResource):
    """`/v1/districts`"""

    path = "/v1/districts"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Districts]
    ) -> AsyncPager[models.DistrictPublic]:
        """List the districts within reach."""
        return self._list(
            "/v1/districts", models.DistrictPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.DistrictCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.DistrictPublic:
        """Make a district, directly under the municipality."""
        answer: models.DistrictPublic = await self._post(
            "/v1/districts", models.DistrictPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.DistrictPublic:
        """Read a district."""
        answer: models.DistrictPublic = await self._get("/v1/districts/{id}", models.DistrictPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.DistrictUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.DistrictPublic:
        """Change a district's name or external ids."""
        answer: models.DistrictPublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a district made by mistake, in which nothing lies."""
        await self._delete("/v1/districts/{id}", id, if_match=if_match)

    @cached_property
    def with_raw_response(self) -> AsyncDistrictsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncDistrictsRaw(self)


class AsyncFirstPassword(AsyncResource):
    """`/v1/first-password`"""

    path = "/v1/first-password"

    async def create(
        self, body: models.FirstPassword | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> None:
        """Choose a password of one's own by the first one, which an administrator gave; then sign in with it.

        No token is needed; wrong ones are counted and paused for as in signing in."""
        await self._post(
            "/v1/first-password", None, {} if body is None else body, members, key=idempotency_key, signed=False
        )

    @cached_property
    def with_raw_response(self) -> AsyncFirstPasswordRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncFirstPasswordRaw(self)


class AsyncFocusAreas(AsyncResource):
    """`/v1/focus-areas`"""

    path = "/v1/focus-areas"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.FocusAreas]
    ) -> AsyncPager[models.FocusAreaPublic]:
        """List the focus areas within reach, and those that are shared with the city."""
        return self._list(
            "/v1/focus-areas", models.FocusAreaPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.FocusAreaCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FocusAreaPublic:
        """Propose a focus area for an institution; a learning dialogue chooses it."""
        answer: models.FocusAreaPublic = await self._post(
            "/v1/focus-areas", models.FocusAreaPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.FocusAreaPublic:
        """Read a focus area."""
        answer: models.FocusAreaPublic = await self._get("/v1/focus-areas/{id}", models.FocusAreaPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.FocusAreaUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FocusAreaPublic:
        """Change a focus area that is proposed or chosen; its status is decided in dialogues."""
        answer: models.FocusAreaPublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a proposed focus area that nothing refers to."""
        await self._delete("/v1/focus-areas/{id}", id, if_match=if_match)

    async def redact(
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
        answer: models.FocusAreaPublic = await self._post(
            "/v1/focus-areas/{id}/redact",
            models.FocusAreaPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def thread(self, id: Target, /) -> models.FocusAreaThread:
        """Follow a focus area: back to its theme and discussions, on to decisions and what they rested on, agreements and
        outcome."""
        answer: models.FocusAreaThread = await self._get("/v1/focus-areas/{id}/thread", models.FocusAreaThread, id=id)
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a focus area now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/focus-areas/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncFocusAreasRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncFocusAreasRaw(self)


class AsyncFollowUps(AsyncResource):
    """`/v1/follow-ups`"""

    path = "/v1/follow-ups"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.FollowUps]
    ) -> AsyncPager[models.FollowUpLine]:
        """List the follow-ups within reach, by the time they are planned for: that and when, and the assessment."""
        return self._list(
            "/v1/follow-ups", models.FollowUpLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.FollowUpCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Plan a follow-up with who leads an institution."""
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups", models.FollowUpPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def rounds(
        self, body: models.FollowUpRound | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.FollowUpRoundPublic:
        """Plan follow-ups with many institutions at once, a whole district say: all of them, or none."""
        answer: models.FollowUpRoundPublic = await self._post(
            "/v1/follow-ups/rounds",
            models.FollowUpRoundPublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    async def get(self, id: Target, /) -> models.FollowUpPublic:
        """Read a follow-up: that and when, the assessment, and of its agreements those that the caller sees."""
        answer: models.FollowUpPublic = await self._get("/v1/follow-ups/{id}", models.FollowUpPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.FollowUpUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Change the plan of a follow-up that is still planned."""
        answer: models.FollowUpPublic = await self._change(
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

    async def cancel(
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
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/cancel",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def corrections(
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
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/corrections",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def hold(
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
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/hold",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def notes(self, id: Target, /) -> models.NotesPublic:
        """Read topics, notes and remarks as its leader, while leading there, or as chief; each reading is recorded."""
        answer: models.NotesPublic = await self._get("/v1/follow-ups/{id}/notes", models.NotesPublic, id=id)
        return answer

    async def prepare_follow_up_notes(
        self, id: Target, body: models.NotesShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.FollowUpPublic:
        """Write the topics and notes of a planned follow-up as its chief: all of them, each time."""
        answer: models.FollowUpPublic = await self._change(
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

    async def redact(
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
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/redact",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def remarks(
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
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/remarks",
            models.FollowUpPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.FollowUpPublic:
        """Plan a cancelled follow-up again."""
        answer: models.FollowUpPublic = await self._post(
            "/v1/follow-ups/{id}/reopen", models.FollowUpPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a follow up now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/follow-ups/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncFollowUpsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncFollowUpsRaw(self)


class AsyncGrants(AsyncResource):
    """`/v1/grants`"""

    path = "/v1/grants"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Grants]
    ) -> AsyncPager[models.GrantPublic]:
        """List the grants at units within reach, ended ones too."""
        return self._list("/v1/grants", models.GrantPublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    async def create(
        self, body: models.GrantCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.GrantPublic:
        """Give a person or a machine a role at a unit."""
        answer: models.GrantPublic = await self._post(
            "/v1/grants", models.GrantPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.GrantPublic:
        """Read a grant: whose, which role, where and when."""
        answer: models.GrantPublic = await self._get("/v1/grants/{id}", models.GrantPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.GrantUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.GrantPublic:
        """Decide when a grant ends; with today's date it stops working at once."""
        answer: models.GrantPublic = await self._change(
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

    async def end(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.GrantPublic:
        """End a grant; it stops working at once."""
        answer: models.GrantPublic = await self._post(
            "/v1/grants/{id}/end", models.GrantPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a grant now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/grants/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncGrantsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncGrantsRaw(self)


class AsyncHeightenedSupervision(AsyncResource):
    """`/v1/heightened-supervision`"""

    path = "/v1/heightened-supervision"

    def list(
        self,
        *,
        limit: int | None = None,
        page_size: int | None = None,
        **filters: Unpack[filters.HeightenedSupervision],
    ) -> AsyncPager[models.HeightenedSupervisionPublic]:
        """List the heightened supervision within reach, the latest first."""
        return self._list(
            "/v1/heightened-supervision",
            models.HeightenedSupervisionPublic,
            filters,
            limit=limit,
            page_size=page_size,
            cursor="cursor",
        )

    async def get(self, id: Target, /) -> models.HeightenedSupervisionWhole:
        """Read a heightened supervision with its grounds, its action plan and the parent board's comments."""
        answer: models.HeightenedSupervisionWhole = await self._get(
            "/v1/heightened-supervision/{id}", models.HeightenedSupervisionWhole, id=id
        )
        return answer

    async def plan_supervision_actions(
        self, id: Target, body: models.ActionPlanShape | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.HeightenedSupervisionWhole:
        """Write the action plan, all of it each time, as chief or leader; what was planned once stays in it."""
        answer: models.HeightenedSupervisionWhole = await self._change(
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

    async def comments(
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
        answer: models.HeightenedSupervisionWhole = await self._post(
            "/v1/heightened-supervision/{id}/comments",
            models.HeightenedSupervisionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.HeightenedSupervisionWhole = await self._post(
            "/v1/heightened-supervision/{id}/redact",
            models.HeightenedSupervisionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a heightened supervision now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get(
            "/v1/heightened-supervision/{id}/transitions", models.Transitions, id=id
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncHeightenedSupervisionRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncHeightenedSupervisionRaw(self)


class AsyncImports(AsyncImporting):
    """`/v1/imports`"""

    path = "/v1/imports"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Imports]
    ) -> AsyncPager[models.ImportPublic]:
        """List the imports that you brought, newest first; with `thing_id`, those that wrote a thing."""
        return self._list(
            "/v1/imports", models.ImportPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def get(self, id: Target, /) -> models.ImportPublic:
        """Read an import."""
        answer: models.ImportPublic = await self._get("/v1/imports/{id}", models.ImportPublic, id=id)
        return answer

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Discard a plan: its rows go, what file it was stays in the list."""
        await self._delete("/v1/imports/{id}", id, if_match=if_match)

    async def apply(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ImportPublic:
        """Carry out exactly this plan, all of it or nothing; once it is applied, the same answer again."""
        answer: models.ImportPublic = await self._post(
            "/v1/imports/{id}/apply", models.ImportPublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def reverse(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ImportPublic:
        """Put back what this import did, all of it or nothing, while nothing of it was changed since."""
        answer: models.ImportPublic = await self._post(
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
    ) -> AsyncPager[models.ImportRowPublic]:
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

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an import now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/imports/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncImportsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncImportsRaw(self)


class AsyncIndicators(AsyncResource):
    """`/v1/indicators`"""

    path = "/v1/indicators"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Indicators]
    ) -> AsyncPager[models.IndicatorPublic]:
        """List the indicators."""
        return self._list(
            "/v1/indicators", models.IndicatorPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.IndicatorCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.IndicatorPublic:
        """Make an indicator."""
        answer: models.IndicatorPublic = await self._post(
            "/v1/indicators", models.IndicatorPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.IndicatorPublic:
        """Read an indicator."""
        answer: models.IndicatorPublic = await self._get("/v1/indicators/{id}", models.IndicatorPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.IndicatorUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.IndicatorPublic:
        """Change what is said of an indicator; not what its figures rest on."""
        answer: models.IndicatorPublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete an indicator that has no figures."""
        await self._delete("/v1/indicators/{id}", id, if_match=if_match)

    @cached_property
    def with_raw_response(self) -> AsyncIndicatorsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncIndicatorsRaw(self)


class AsyncInstitutions(AsyncResource):
    """`/v1/institutions`"""

    path = "/v1/institutions"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Institutions]
    ) -> AsyncPager[models.InstitutionPublic]:
        """List the institutions and departments within reach, by name as Danes sort them."""
        return self._list(
            "/v1/institutions", models.InstitutionPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.InstitutionCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.InstitutionWhole:
        """Make an institution, or with `parent_id` a department."""
        answer: models.InstitutionWhole = await self._post(
            "/v1/institutions", models.InstitutionWhole, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.InstitutionWhole:
        """Read an institution or a department, with what it came from and what it became."""
        answer: models.InstitutionWhole = await self._get("/v1/institutions/{id}", models.InstitutionWhole, id=id)
        return answer

    async def update(
        self,
        id: Target,
        body: models.InstitutionUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.InstitutionWhole:
        """Change what is said of an institution; `active_until` says from when it is closed."""
        answer: models.InstitutionWhole = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete an institution or a department made by mistake, which nothing refers to."""
        await self._delete("/v1/institutions/{id}", id, if_match=if_match)

    async def close(
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
        answer: models.InstitutionWhole = await self._post(
            "/v1/institutions/{id}/close",
            models.InstitutionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def closure(self, id: Target, /) -> models.ClosurePublic:
        """Read how an institution ended the last time, and what became of what was open there."""
        answer: models.ClosurePublic = await self._get("/v1/institutions/{id}/closure", models.ClosurePublic, id=id)
        return answer

    async def evidence(self, id: Target, /, **filters: Unpack[filters.InstitutionsEvidence]) -> models.EvidencePublic:
        """Read the three kinds of evidence side by side for an institution and a round, and what is lacking."""
        answer: models.EvidencePublic = await self._get(
            "/v1/institutions/{id}/evidence", models.EvidencePublic, filters, id=id
        )
        return answer

    async def move(
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
        answer: models.InstitutionWhole = await self._post(
            "/v1/institutions/{id}/move",
            models.InstitutionWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.InstitutionWhole:
        """Open an institution closed by mistake; what was carried over comes back if nothing became of it since."""
        answer: models.InstitutionWhole = await self._post(
            "/v1/institutions/{id}/reopen",
            models.InstitutionWhole,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an institution now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/institutions/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncInstitutionsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncInstitutionsRaw(self)


class AsyncMe(AsyncResource):
    """`/v1/me`"""

    path = "/v1/me"

    async def __call__(self) -> models.MePublic:
        """Read who the caller is: roles with their units, and what these allow."""
        answer: models.MePublic = await self._get("/v1/me", models.MePublic)
        return answer

    async def data(self) -> models.PersonData:
        """Read all that is held about oneself, with what one wrote where one still has a role. Each reading is recorded."""
        answer: models.PersonData = await self._get("/v1/me/data", models.PersonData)
        return answer

    async def password(
        self, body: models.PasswordChange | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> None:
        """Change one's own password; every other sign-in of one's own ends, and so does one's calendar's address."""
        await self._post("/v1/me/password", None, {} if body is None else body, members, key=idempotency_key)

    async def sign_out(self, *, idempotency_key: str | None = None) -> None:
        """Sign out everywhere, here too, at once."""
        await self._post("/v1/me/sign-out", None, None, {}, key=idempotency_key)

    @cached_property
    def with_raw_response(self) -> AsyncMeRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncMeRaw(self)


class AsyncMeasurements(AsyncResource):
    """`/v1/measurements`"""

    path = "/v1/measurements"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Measurements]
    ) -> AsyncPager[models.MeasurementPublic]:
        """List the figures within reach; what is withheld is null, with status `suppressed`. Not sorted by value."""
        return self._list(
            "/v1/measurements", models.MeasurementPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.MeasurementCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.MeasurementDetail:
        """Take a figure into a draft package, or as a running one; many at a time come by import."""
        answer: models.MeasurementDetail = await self._post(
            "/v1/measurements", models.MeasurementDetail, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.MeasurementDetail:
        """Read a figure with what it is compared with and what was corrected."""
        answer: models.MeasurementDetail = await self._get("/v1/measurements/{id}", models.MeasurementDetail, id=id)
        return answer

    async def update(
        self,
        id: Target,
        body: models.MeasurementUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.MeasurementDetail:
        """Change a running figure, or one of a draft; released ones are corrected."""
        answer: models.MeasurementDetail = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a running figure, or one of a draft."""
        await self._delete("/v1/measurements/{id}", id, if_match=if_match)

    async def correct(
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
        answer: models.MeasurementDetail = await self._post(
            "/v1/measurements/{id}/correct",
            models.MeasurementDetail,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a measurement now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/measurements/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncMeasurementsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncMeasurementsRaw(self)


class AsyncObservationGuides(AsyncResource):
    """`/v1/observation-guides`"""

    path = "/v1/observation-guides"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.ObservationGuides]
    ) -> AsyncPager[models.ObservationGuidePublic]:
        """List the editions of guides; boards see published ones."""
        return self._list(
            "/v1/observation-guides",
            models.ObservationGuidePublic,
            filters,
            limit=limit,
            page_size=page_size,
            cursor="cursor",
        )

    async def create(
        self,
        body: models.ObservationGuideCreate | Body = None,
        /,
        *,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> models.ObservationGuidePublic:
        """Write a new guide, as the draft of its first edition."""
        answer: models.ObservationGuidePublic = await self._post(
            "/v1/observation-guides",
            models.ObservationGuidePublic,
            {} if body is None else body,
            members,
            key=idempotency_key,
        )
        return answer

    async def get(self, id: Target, /) -> models.ObservationGuidePublic:
        """Read an edition of a guide."""
        answer: models.ObservationGuidePublic = await self._get(
            "/v1/observation-guides/{id}", models.ObservationGuidePublic, id=id
        )
        return answer

    async def update(
        self,
        id: Target,
        body: models.ObservationGuideUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ObservationGuidePublic:
        """Change a draft; what is published is final."""
        answer: models.ObservationGuidePublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a draft."""
        await self._delete("/v1/observation-guides/{id}", id, if_match=if_match)

    async def publish(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationGuidePublic:
        """Publish a draft: it is final, observations are planned by it, and it supersedes the edition before it."""
        answer: models.ObservationGuidePublic = await self._post(
            "/v1/observation-guides/{id}/publish",
            models.ObservationGuidePublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def revise(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationGuidePublic:
        """Begin a new edition: a draft that says what the published one says."""
        answer: models.ObservationGuidePublic = await self._post(
            "/v1/observation-guides/{id}/revise",
            models.ObservationGuidePublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an observation guide now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get(
            "/v1/observation-guides/{id}/transitions", models.Transitions, id=id
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncObservationGuidesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncObservationGuidesRaw(self)


class AsyncObservations(AsyncResource):
    """`/v1/observations`"""

    path = "/v1/observations"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Observations]
    ) -> AsyncPager[models.ObservationLine]:
        """List the observations within reach, and those that the caller observes; feedback for those who may read it."""
        return self._list(
            "/v1/observations", models.ObservationLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.ObservationCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ObservationPublic:
        """Plan an observation with colleagues from other institutions."""
        answer: models.ObservationPublic = await self._post(
            "/v1/observations", models.ObservationPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.ObservationPublic:
        """Read an observation; of its feedback what the caller may."""
        answer: models.ObservationPublic = await self._get("/v1/observations/{id}", models.ObservationPublic, id=id)
        return answer

    async def update(
        self,
        id: Target,
        body: models.ObservationUpdate | Body = None,
        /,
        *,
        if_match: str | None = None,
        **members: Any,
    ) -> models.ObservationPublic:
        """Change the plan of an observation that is still planned."""
        answer: models.ObservationPublic = await self._change(
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

    async def cancel(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/cancel",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def corrections(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/corrections",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def feedback(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/feedback",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def observe(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/observe",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/redact",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Plan a cancelled observation again."""
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/reopen",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reply(
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
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/reply",
            models.ObservationPublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def share(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Let chief and administration read the feedback."""
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/share",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def take_back(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ObservationPublic:
        """Take feedback back to correct it, until it is replied to or shared: an observer only."""
        answer: models.ObservationPublic = await self._post(
            "/v1/observations/{id}/take-back",
            models.ObservationPublic,
            None,
            {},
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with an observation now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/observations/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncObservationsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncObservationsRaw(self)


class AsyncPeople(AsyncResource):
    """`/v1/people`"""

    path = "/v1/people"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.People]
    ) -> AsyncPager[models.PersonPublic]:
        """List people: who has a role within reach, for planning; administrators and auditors see all, in full."""
        return self._list("/v1/people", models.PersonPublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    async def create(
        self, body: models.PersonCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.PersonPublic:
        """Let somebody sign in; what they may do comes with grants."""
        answer: models.PersonPublic = await self._post(
            "/v1/people", models.PersonPublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.PersonPublic:
        """Read a person: name and roles, or in full."""
        answer: models.PersonPublic = await self._get("/v1/people/{id}", models.PersonPublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.PersonUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.PersonPublic:
        """Change a person, or switch them off; then, or with a new password, they are signed out at once.

        The secret address of their calendar ends with it for good."""
        answer: models.PersonPublic = await self._change(
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

    async def data(self, id: Target, /) -> models.PersonData:
        """Read all that is held about somebody, to give it to them; not what they wrote. Each reading is recorded."""
        answer: models.PersonData = await self._get("/v1/people/{id}/data", models.PersonData, id=id)
        return answer

    async def erase(
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
        answer: models.PersonErased = await self._post(
            "/v1/people/{id}/erase",
            models.PersonErased,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def end_person_sign_ins(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Sign a person out everywhere, at once; they may sign in again."""
        await self._delete("/v1/people/{id}/sign-ins", id, if_match=if_match)

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a person now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/people/{id}/transitions", models.Transitions, id=id)
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncPeopleRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncPeopleRaw(self)


class AsyncRedactions(AsyncResource):
    """`/v1/redactions`"""

    path = "/v1/redactions"

    async def create(
        self, body: models.RedactionOrder | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.RedactionDone:
        """Take words out of anything by the auditor's order, and from everything that says the same; nothing is read here.

        Words shorter than 20 characters go from the thing and its copies only."""
        answer: models.RedactionDone = await self._post(
            "/v1/redactions", models.RedactionDone, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncRedactionsRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncRedactionsRaw(self)


class AsyncStakeholderInput(AsyncResource):
    """`/v1/stakeholder-input`"""

    path = "/v1/stakeholder-input"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.StakeholderInput]
    ) -> AsyncPager[models.InputPublic]:
        """List the input within reach; its words for those who may read them."""
        return self._list(
            "/v1/stakeholder-input", models.InputPublic, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def create(
        self, body: models.InputCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.InputWhole:
        """Write down what children, young people, parents, staff or a board said."""
        answer: models.InputWhole = await self._post(
            "/v1/stakeholder-input", models.InputWhole, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def statistics(self, **filters: Unpack[filters.StakeholderInputStatistics]) -> models.InputStatistics:
        """Count the voices within reach over whole half-years that are over, by one thing; small groups are withheld."""
        answer: models.InputStatistics = await self._get(
            "/v1/stakeholder-input/statistics", models.InputStatistics, filters
        )
        return answer

    async def get(self, id: Target, /) -> models.InputWhole:
        """Read one piece of input; its words for those who may read them."""
        answer: models.InputWhole = await self._get("/v1/stakeholder-input/{id}", models.InputWhole, id=id)
        return answer

    async def update(
        self, id: Target, body: models.InputUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.InputWhole:
        """Change input that was not taken back: leader and staff any, others what they wrote."""
        answer: models.InputWhole = await self._change(
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

    async def answer(
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
        answer: models.InputWhole = await self._post(
            "/v1/stakeholder-input/{id}/answer",
            models.InputWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.InputWhole = await self._post(
            "/v1/stakeholder-input/{id}/redact",
            models.InputWhole,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a stakeholder input now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get(
            "/v1/stakeholder-input/{id}/transitions", models.Transitions, id=id
        )
        return answer

    async def withdraw(
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
        answer: models.InputWhole = await self._post(
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
    def with_raw_response(self) -> AsyncStakeholderInputRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncStakeholderInputRaw(self)


class AsyncSupervision(AsyncResource):
    """`/v1/supervision`"""

    path = "/v1/supervision"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Supervision]
    ) -> AsyncPager[models.SupervisionLine]:
        """List where each institution in reach stands, by name; boards without what comes from follow-ups."""
        return self._list(
            "/v1/supervision", models.SupervisionLine, filters, limit=limit, page_size=page_size, cursor="cursor"
        )

    async def summary(self, **filters: Unpack[filters.SupervisionSummary]) -> models.SupervisionSummary:
        """Count by district and kind how far all in reach have come, and how many have each flag."""
        answer: models.SupervisionSummary = await self._get(
            "/v1/supervision/summary", models.SupervisionSummary, filters
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncSupervisionRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncSupervisionRaw(self)


class AsyncThemes(AsyncResource):
    """`/v1/themes`"""

    path = "/v1/themes"

    def list(
        self, *, limit: int | None = None, page_size: int | None = None, **filters: Unpack[filters.Themes]
    ) -> AsyncPager[models.ThemePublic]:
        """List the themes that the caller sees: institutions see decided ones."""
        return self._list("/v1/themes", models.ThemePublic, filters, limit=limit, page_size=page_size, cursor="cursor")

    async def create(
        self, body: models.ThemeCreate | Body = None, /, *, idempotency_key: str | None = None, **members: Any
    ) -> models.ThemePublic:
        """Propose a theme for a cycle."""
        answer: models.ThemePublic = await self._post(
            "/v1/themes", models.ThemePublic, {} if body is None else body, members, key=idempotency_key
        )
        return answer

    async def get(self, id: Target, /) -> models.ThemePublic:
        """Read a theme; institutions see decided ones only."""
        answer: models.ThemePublic = await self._get("/v1/themes/{id}", models.ThemePublic, id=id)
        return answer

    async def update(
        self, id: Target, body: models.ThemeUpdate | Body = None, /, *, if_match: str | None = None, **members: Any
    ) -> models.ThemePublic:
        """Change a proposed theme; of a decided one, its case and report."""
        answer: models.ThemePublic = await self._change(
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

    async def delete(self, id: Target, /, *, if_match: str | None = None) -> None:
        """Delete a proposed theme that nothing refers to."""
        await self._delete("/v1/themes/{id}", id, if_match=if_match)

    async def decide(
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
        answer: models.ThemePublic = await self._post(
            "/v1/themes/{id}/decide",
            models.ThemePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def redact(
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
        answer: models.ThemePublic = await self._post(
            "/v1/themes/{id}/redact",
            models.ThemePublic,
            {} if body is None else body,
            members,
            id,
            if_match=if_match,
            key=idempotency_key,
        )
        return answer

    async def reopen(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ThemePublic:
        """Return a decided or withdrawn theme to proposed, if nothing leans on it yet."""
        answer: models.ThemePublic = await self._post(
            "/v1/themes/{id}/reopen", models.ThemePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    async def thread(self, id: Target, /) -> models.ThemeThread:
        """Follow a theme: discussions, focus areas, decisions, agreements, outcomes; council and networks see counts."""
        answer: models.ThemeThread = await self._get("/v1/themes/{id}/thread", models.ThemeThread, id=id)
        return answer

    async def transitions(self, id: Target, /) -> models.Transitions:
        """Say what the caller may do with a theme now, and what stands in the way of the rest."""
        answer: models.Transitions = await self._get("/v1/themes/{id}/transitions", models.Transitions, id=id)
        return answer

    async def withdraw(
        self, id: Target, /, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> models.ThemePublic:
        """Withdraw a theme that no focus area leans on."""
        answer: models.ThemePublic = await self._post(
            "/v1/themes/{id}/withdraw", models.ThemePublic, None, {}, id, if_match=if_match, key=idempotency_key
        )
        return answer

    @cached_property
    def with_raw_response(self) -> AsyncThemesRaw:
        """The same methods, each answering the httpx.Response beside what it was read as."""
        return AsyncThemesRaw(self)


class AsyncAgreementsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncAgreements) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.done = AsyncRawMethod(of.done)
        self.drop = AsyncRawMethod(of.drop)
        self.redact = AsyncRawMethod(of.redact)
        self.reopen = AsyncRawMethod(of.reopen)
        self.share = AsyncRawMethod(of.share)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncAuditRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncAudit) -> None:
        self.list = AsyncRawListMethod(of.list)


class AsyncCalendarRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncCalendar) -> None:
        self.create = AsyncRawMethod(of.create)
        self.revoke = AsyncRawMethod(of.revoke)


class AsyncClientsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncClients) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.rotate_secret = AsyncRawMethod(of.rotate_secret)
        self.end_client_sign_ins = AsyncRawMethod(of.end_client_sign_ins)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncConsultationAnswersRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncConsultationAnswers) -> None:
        self.get = AsyncRawMethod(of.get)
        self.answer_consultation = AsyncRawMethod(of.answer_consultation)


class AsyncConsultationsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncConsultations) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.close = AsyncRawMethod(of.close)
        self.extend = AsyncRawMethod(of.extend)
        self.links = AsyncRawMethod(of.links)
        self.renew_consultation_link = AsyncRawMethod(of.renew_consultation_link)
        self.redact = AsyncRawMethod(of.redact)
        self.transitions = AsyncRawMethod(of.transitions)
        self.withdraw_link = AsyncRawMethod(of.withdraw_link)


class AsyncCyclesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncCycles) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.extend = AsyncRawMethod(of.extend)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncDataPackagesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncDataPackages) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.release = AsyncRawMethod(of.release)
        self.revise = AsyncRawMethod(of.revise)
        self.transitions = AsyncRawMethod(of.transitions)
        self.withdraw = AsyncRawMethod(of.withdraw)


class AsyncDialoguesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncDialogues) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.prompts = AsyncRawMethod(of.prompts)
        self.revise_prompts = AsyncRawMethod(of.revise_prompts)
        self.rounds = AsyncRawMethod(of.rounds)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.agenda = AsyncRawMethod(of.agenda)
        self.cancel = AsyncRawMethod(of.cancel)
        self.write_circle = AsyncRawMethod(of.write_circle)
        self.corrections = AsyncRawMethod(of.corrections)
        self.hold = AsyncRawMethod(of.hold)
        self.redact = AsyncRawMethod(of.redact)
        self.reopen = AsyncRawMethod(of.reopen)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncDistrictsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncDistricts) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)


class AsyncFirstPasswordRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncFirstPassword) -> None:
        self.create = AsyncRawMethod(of.create)


class AsyncFocusAreasRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncFocusAreas) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.redact = AsyncRawMethod(of.redact)
        self.thread = AsyncRawMethod(of.thread)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncFollowUpsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncFollowUps) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.rounds = AsyncRawMethod(of.rounds)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.cancel = AsyncRawMethod(of.cancel)
        self.corrections = AsyncRawMethod(of.corrections)
        self.hold = AsyncRawMethod(of.hold)
        self.notes = AsyncRawMethod(of.notes)
        self.prepare_follow_up_notes = AsyncRawMethod(of.prepare_follow_up_notes)
        self.redact = AsyncRawMethod(of.redact)
        self.remarks = AsyncRawMethod(of.remarks)
        self.reopen = AsyncRawMethod(of.reopen)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncGrantsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncGrants) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.end = AsyncRawMethod(of.end)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncHeightenedSupervisionRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncHeightenedSupervision) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.get = AsyncRawMethod(of.get)
        self.plan_supervision_actions = AsyncRawMethod(of.plan_supervision_actions)
        self.comments = AsyncRawMethod(of.comments)
        self.redact = AsyncRawMethod(of.redact)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncImportsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncImports) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.get = AsyncRawMethod(of.get)
        self.delete = AsyncRawMethod(of.delete)
        self.apply = AsyncRawMethod(of.apply)
        self.reverse = AsyncRawMethod(of.reverse)
        self.rows = AsyncRawListMethod(of.rows)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncIndicatorsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncIndicators) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)


class AsyncInstitutionsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncInstitutions) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.close = AsyncRawMethod(of.close)
        self.closure = AsyncRawMethod(of.closure)
        self.evidence = AsyncRawMethod(of.evidence)
        self.move = AsyncRawMethod(of.move)
        self.reopen = AsyncRawMethod(of.reopen)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncMeRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncMe) -> None:
        self.data = AsyncRawMethod(of.data)
        self.password = AsyncRawMethod(of.password)
        self.sign_out = AsyncRawMethod(of.sign_out)


class AsyncMeasurementsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncMeasurements) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.correct = AsyncRawMethod(of.correct)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncObservationGuidesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncObservationGuides) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.publish = AsyncRawMethod(of.publish)
        self.revise = AsyncRawMethod(of.revise)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncObservationsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncObservations) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.cancel = AsyncRawMethod(of.cancel)
        self.corrections = AsyncRawMethod(of.corrections)
        self.feedback = AsyncRawMethod(of.feedback)
        self.observe = AsyncRawMethod(of.observe)
        self.redact = AsyncRawMethod(of.redact)
        self.reopen = AsyncRawMethod(of.reopen)
        self.reply = AsyncRawMethod(of.reply)
        self.share = AsyncRawMethod(of.share)
        self.take_back = AsyncRawMethod(of.take_back)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncPeopleRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncPeople) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.data = AsyncRawMethod(of.data)
        self.erase = AsyncRawMethod(of.erase)
        self.end_person_sign_ins = AsyncRawMethod(of.end_person_sign_ins)
        self.transitions = AsyncRawMethod(of.transitions)


class AsyncRedactionsRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncRedactions) -> None:
        self.create = AsyncRawMethod(of.create)


class AsyncStakeholderInputRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncStakeholderInput) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.statistics = AsyncRawMethod(of.statistics)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.answer = AsyncRawMethod(of.answer)
        self.redact = AsyncRawMethod(of.redact)
        self.transitions = AsyncRawMethod(of.transitions)
        self.withdraw = AsyncRawMethod(of.withdraw)


class AsyncSupervisionRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncSupervision) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.summary = AsyncRawMethod(of.summary)


class AsyncThemesRaw:
    """The same methods, each with the answer as it came."""

    def __init__(self, of: AsyncThemes) -> None:
        self.list = AsyncRawListMethod(of.list)
        self.create = AsyncRawMethod(of.create)
        self.get = AsyncRawMethod(of.get)
        self.update = AsyncRawMethod(of.update)
        self.delete = AsyncRawMethod(of.delete)
        self.decide = AsyncRawMethod(of.decide)
        self.redact = AsyncRawMethod(of.redact)
        self.reopen = AsyncRawMethod(of.reopen)
        self.thread = AsyncRawMethod(of.thread)
        self.transitions = AsyncRawMethod(of.transitions)
        self.withdraw = AsyncRawMethod(of.withdraw)


class AsyncRooms:
    """Every room of the contract, as an attribute."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def agreements(self) -> AsyncAgreements:
        """`/v1/agreements`"""
        return AsyncAgreements(self._transport)

    @cached_property
    def audit(self) -> AsyncAudit:
        """`/v1/audit`"""
        return AsyncAudit(self._transport)

    @cached_property
    def calendar(self) -> AsyncCalendar:
        """`/v1/calendar`"""
        return AsyncCalendar(self._transport)

    @cached_property
    def clients(self) -> AsyncClients:
        """`/v1/clients`"""
        return AsyncClients(self._transport)

    @cached_property
    def consultation_answers(self) -> AsyncConsultationAnswers:
        """`/v1/consultation-answers`"""
        return AsyncConsultationAnswers(self._transport)

    @cached_property
    def consultations(self) -> AsyncConsultations:
        """`/v1/consultations`"""
        return AsyncConsultations(self._transport)

    @cached_property
    def cycles(self) -> AsyncCycles:
        """`/v1/cycles`"""
        return AsyncCycles(self._transport)

    @cached_property
    def data_packages(self) -> AsyncDataPackages:
        """`/v1/data-packages`"""
        return AsyncDataPackages(self._transport)

    @cached_property
    def dialogues(self) -> AsyncDialogues:
        """`/v1/dialogues`"""
        return AsyncDialogues(self._transport)

    @cached_property
    def districts(self) -> AsyncDistricts:
        """`/v1/districts`"""
        return AsyncDistricts(self._transport)

    @cached_property
    def first_password(self) -> AsyncFirstPassword:
        """`/v1/first-password`"""
        return AsyncFirstPassword(self._transport)

    @cached_property
    def focus_areas(self) -> AsyncFocusAreas:
        """`/v1/focus-areas`"""
        return AsyncFocusAreas(self._transport)

    @cached_property
    def follow_ups(self) -> AsyncFollowUps:
        """`/v1/follow-ups`"""
        return AsyncFollowUps(self._transport)

    @cached_property
    def grants(self) -> AsyncGrants:
        """`/v1/grants`"""
        return AsyncGrants(self._transport)

    @cached_property
    def heightened_supervision(self) -> AsyncHeightenedSupervision:
        """`/v1/heightened-supervision`"""
        return AsyncHeightenedSupervision(self._transport)

    @cached_property
    def imports(self) -> AsyncImports:
        """`/v1/imports`"""
        return AsyncImports(self._transport)

    @cached_property
    def indicators(self) -> AsyncIndicators:
        """`/v1/indicators`"""
        return AsyncIndicators(self._transport)

    @cached_property
    def institutions(self) -> AsyncInstitutions:
        """`/v1/institutions`"""
        return AsyncInstitutions(self._transport)

    @cached_property
    def me(self) -> AsyncMe:
        """`/v1/me`"""
        return AsyncMe(self._transport)

    @cached_property
    def measurements(self) -> AsyncMeasurements:
        """`/v1/measurements`"""
        return AsyncMeasurements(self._transport)

    @cached_property
    def observation_guides(self) -> AsyncObservationGuides:
        """`/v1/observation-guides`"""
        return AsyncObservationGuides(self._transport)

    @cached_property
    def observations(self) -> AsyncObservations:
        """`/v1/observations`"""
        return AsyncObservations(self._transport)

    @cached_property
    def people(self) -> AsyncPeople:
        """`/v1/people`"""
        return AsyncPeople(self._transport)

    @cached_property
    def redactions(self) -> AsyncRedactions:
        """`/v1/redactions`"""
        return AsyncRedactions(self._transport)

    @cached_property
    def stakeholder_input(self) -> AsyncStakeholderInput:
        """`/v1/stakeholder-input`"""
        return AsyncStakeholderInput(self._transport)

    @cached_property
    def supervision(self) -> AsyncSupervision:
        """`/v1/supervision`"""
        return AsyncSupervision(self._transport)

    @cached_property
    def themes(self) -> AsyncThemes:
        """`/v1/themes`"""
        return AsyncThemes(self._transport)

    async def vocabulary(self) -> models.Vocabulary:
        """Read every enumeration with the Danish and English words for its values."""
        answer: models.Vocabulary = await AsyncResource(self._transport)._get(
            "/v1/vocabulary", models.Vocabulary, signed=False
        )
        return answer
