"""The registry of importable resources."""

from collections.abc import Mapping

from api.imports.framework.importable import Importable
from api.imports.models import Resource
from api.imports.resources.dialogues import Dialogues
from api.imports.resources.grants import Grants
from api.imports.resources.indicators import Indicators
from api.imports.resources.institutions.importable import Institutions
from api.imports.resources.measurements.importable import Measurements
from api.imports.resources.observations.importable import Observations
from api.imports.resources.people import People
from api.imports.resources.stakeholder_input import StakeholderInput

IMPORTABLE: Mapping[Resource, type[Importable]] = {
    Resource.institutions: Institutions,
    Resource.indicators: Indicators,
    Resource.measurements: Measurements,
    Resource.people: People,
    Resource.grants: Grants,
    Resource.stakeholder_input: StakeholderInput,
    Resource.dialogues: Dialogues,
    Resource.observations: Observations,
}
