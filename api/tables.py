"""Every table, gathered so that migrations see them all."""

from sqlmodel import SQLModel

from api.access import models as access
from api.core import external_ids
from api.corrections import models as corrections
from api.institutions import models as institutions
from api.journal import models as journal

ROOMS = (access, external_ids, journal, corrections, institutions)

metadata = SQLModel.metadata
