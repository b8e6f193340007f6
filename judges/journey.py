"""A journey with a client that openapi-python-client generated from the contract.

Sign in, read a list page by page, create an institution with an idempotency key, change it with its ETag, be refused
with a stale ETag, read its transitions, and delete it.
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
credentials = TokenRequest(grant_type="password", username=username, password=password)
token = issue_token.sync(client=Client(base_url=url), body=credentials)
client = AuthenticatedClient(base_url=url, token=token.access_token)


def assert_refused(response: object, code: str) -> None:
    assert isinstance(response, Problem), response
    assert response.code == code, response.code


# Read a list page by page, and an item of it.
schools, parameters = [], {}
while True:
    page = list_institutions.sync(client=client, kind=Kind.SCHOOL, limit=4, **parameters)
    schools += page.items
    if page.next_cursor is None:
        break
    parameters = {"cursor": page.next_cursor}
assert len(schools) > 4, len(schools)
assert len({school.id for school in schools}) == len(schools)
school = get_institution.sync(schools[0].id, client=client)
assert school.name == schools[0].name

# Create an institution: the second request with the key is a replay.
fields, key = InstitutionCreate(name="Frøhuset", kind=Kind.DAY_CARE), str(uuid4())
created = create_institution.sync_detailed(client=client, body=fields, idempotency_key=key)
replayed = create_institution.sync_detailed(client=client, body=fields, idempotency_key=key)
assert (created.status_code, replayed.headers["Idempotency-Replayed"]) == (201, "true")
institution = created.parsed
assert replayed.parsed.id == institution.id

# Change it with its ETag; a second change with the same ETag is refused.
etag, change = created.headers["ETag"], InstitutionUpdate(city="Egeby")
changed = change_institution.sync_detailed(institution.id, client=client, body=change, if_match=etag)
assert (changed.status_code, changed.parsed.city, changed.parsed.version) == (200, "Egeby", 2)
stale_change = InstitutionUpdate(city="Nødby")
assert_refused(
    change_institution.sync(institution.id, client=client, body=stale_change, if_match=etag), "changed-meanwhile"
)

# Read its transitions.
transitions = list_institution_transitions.sync(institution.id, client=client)
allowed = {item.name: item.allowed for item in transitions.items}
assert allowed["close"] is True, allowed
assert allowed["reopen"] is False, allowed

# A refusal has a code.
with_unknown_theme = FocusAreaCreate(institution_id=school.id, theme_id=school.id, title="Læselyst")
problem = propose_focus_area.sync(client=client, body=with_unknown_theme)
assert isinstance(problem, Problem), problem
assert problem.code in ("unknown-reference", "not-allowed"), problem.code

# Delete it.
deleted = delete_institution.sync_detailed(institution.id, client=client, if_match=changed.headers["ETag"])
assert deleted.status_code == 204, deleted.status_code
assert_refused(get_institution.sync(institution.id, client=client), "not-found")
print(f"{len(schools)} schools; {school.name}; {institution.name} created and deleted; {problem.title}")
