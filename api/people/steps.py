"""What may be done with machines and grants as they stand."""

from api.access.transitions import Step, Steps
from api.people import grants

CLIENT_STEPS: Steps = {"rotate-secret": Step()}
GRANT_STEPS: Steps = {"end": Step(lambda call, grant: grants.against_ending(call.session, call.caller, grant))}
