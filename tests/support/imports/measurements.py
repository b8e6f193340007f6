"""Uploads of indicators and measurements."""

from typing import Any

import httpx

from tests.support.imports.uploads import upload_file
from tests.support.world import Actor

INDICATORS = (
    "code;title;description;kinds;unit;minimum;maximum;higher_is_better;source;disclosure;levels;external_ids\n"
    "trivsel;Trivsel;;school|day_care;percent;0;100,0;ja;lis;persons;;stil:12\n"
    "niveau;Niveau;Fire trin;school;level;;;;;none;lav|mellem|høj;\n"
    "kvotient;Klassekvotient;;school;other;;1.000,5;;lis;none;;\n"
)
MEASUREMENT_HEADER = "institution,indicator,period,breakdown,value,n,standard_error,status,source,package\n"


async def upload_figures(actor: Actor, text: str | bytes, **options: Any) -> httpx.Response:
    """Upload a file of measurements."""
    return await upload_file(actor, text, "measurements", **options)
