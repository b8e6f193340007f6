"""What may be done with a heightened supervision as it stands."""

from sqlalchemy import or_

from api.access.transitions import Step, Steps
from api.heightened_supervision.queries import COMMENTS, REDACTS

HEIGHTENED_SUPERVISION_STEPS: Steps = {
    "comments": Step(only=COMMENTS),
    "redact": Step(only=or_(*set(REDACTS.values()))),
}
