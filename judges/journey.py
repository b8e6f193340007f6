"""What somebody writes who knows nothing of the service but its contract: sign in, walk a list, read, be refused."""

import sys

from build.generated import AuthenticatedClient, Client
from build.generated.api.focus_areas import propose_focus_area
from build.generated.api.institutions import get_institution, list_institutions
from build.generated.api.sign_in import issue_token
from build.generated.models import FocusAreaCreate, Kind, Problem
from build.generated.models import IssueTokenBody as TokenRequest

url, username, password = sys.argv[1:]
given = TokenRequest(grant_type="password", username=username, password=password)
token = issue_token.sync(client=Client(base_url=url), body=given)
client = AuthenticatedClient(base_url=url, token=token.access_token)

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
unknown = FocusAreaCreate(institution_id=school.id, theme_id=school.id, title="Læselyst")
refused = propose_focus_area.sync(client=client, body=unknown)
assert isinstance(refused, Problem), refused
assert refused.code in ("unknown-reference", "not-allowed"), refused.code
print(f"{len(schools)} schools; {school.name}; {refused.title}")
