"""The route of the vocabulary."""

from fastapi import Request, Response

from api.access.route_class import UnauthenticatedRoute, resource_router
from api.http import conditional_requests, pagination
from api.vocabulary.labels import ENUMERATION_LABELS
from api.vocabulary.schemas import Vocabulary

router = resource_router("/vocabulary", "vocabulary", route_class=UnauthenticatedRoute)
routers = (router,)


def _enumerations() -> list[dict[str, object]]:
    return [
        {
            "name": enumeration.__name__,
            "values": [{"value": value, "da": da, "en": en} for value, (da, en) in labels.items()],
        }
        for enumeration, labels in sorted(ENUMERATION_LABELS.items(), key=lambda item: item[0].__name__)
    ]


_BODY = pagination.to_json_bytes({"enumerations": _enumerations()})
_ETAG = conditional_requests.etag(_BODY)


@router.get("", response_model=Vocabulary)
async def read_vocabulary(request: Request) -> Response:
    """Read every enumeration with the Danish and English labels of its values."""
    if conditional_requests.matches_if_none_match(request, _ETAG):
        return Response(status_code=304, headers={"ETag": _ETAG})
    return Response(_BODY, headers={"ETag": _ETAG}, media_type="application/json")
