"""What somebody writes who knows nothing of the service but its contract.

Sign in, walk a list, make something, change it as it was seen, be refused for what another changed meanwhile, send it
twice, and clear it away.
"""

import sys
from uuid import uuid4

from build.generated import AuthenticatedClient, Client
from build.generated.api.focus_areas import propose_focus_area
from build.generated.api.institutions import (
    change_institution,
    create_institution,
    delete_institution,
    get_institution,
    list_institution_transitions,
    list_institutions,
)
from build.generated.api.sign_in import issue_token
from build.generated.models import FocusAreaCreate, InstitutionCreate, InstitutionUpdate, Kind, Problem
from build.generated.models import IssueTokenBody as TokenRequest

url, username, password = sys.argv[1:]
given = TokenRequest(grant_type="password", username=username, password=password)
token = issue_token.sync(client=Client(base_url=url), body=given)
client = AuthenticatedClient(base_url=url, token=token.access_token)


def refused(answer: object, code: str) -> None:
    assert isinstance(answer, Problem), answer
    assert answer.code == code, answer.code


# A list, page by page, and one of it.
schools, more = [], {}
while True:
    page = list_institutions.sync(client=client, kind=Kind.SCHOOL, limit=4, **more)
    schools += page.items
    if page.next_cursor is None:
        break
    more = {"cursor": page.next_cursor}
assert len(schools) > 4, len(schools)
assert len({school.id for school in schools}) == len(schools)
school = get_institution.sync(schools[0].id, client=client)
assert school.name == schools[0].name

# A new one, made once though it is sent twice.
fresh, key = InstitutionCreate(name="Frøhuset", kind=Kind.DAY_CARE), str(uuid4())
made = create_institution.sync_detailed(client=client, body=fresh, idempotency_key=key)
again = create_institution.sync_detailed(client=client, body=fresh, idempotency_key=key)
assert (made.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
one = made.parsed
assert again.parsed.id == one.id

# Changed as it was seen; and not by who saw it before that.
seen, change = made.headers["ETag"], InstitutionUpdate(city="Egeby")
changed = change_institution.sync_detailed(one.id, client=client, body=change, if_match=seen)
assert (changed.status_code, changed.parsed.city, changed.parsed.version) == (200, "Egeby", 2)
late = InstitutionUpdate(city="Nødby")
refused(change_institution.sync(one.id, client=client, body=late, if_match=seen), "changed-meanwhile")

# What may be done with it, before anything is tried.
told = list_institution_transitions.sync(one.id, client=client)
may = {item.name: item.allowed for item in told.items}
assert may["close"] is True, may
assert may["reopen"] is False, may

# What is refused has a name.
unknown = FocusAreaCreate(institution_id=school.id, theme_id=school.id, title="Læselyst")
problem = propose_focus_area.sync(client=client, body=unknown)
assert isinstance(problem, Problem), problem
assert problem.code in ("unknown-reference", "not-allowed"), problem.code

# And away again.
gone = delete_institution.sync_detailed(one.id, client=client, if_match=changed.headers["ETag"])
assert gone.status_code == 204, gone.status_code
refused(get_institution.sync(one.id, client=client), "not-found")
print(f"{len(schools)} schools; {school.name}; {one.name} came and went; {problem.title}")
