"""Map files: what the columns of a file mean, said once and kept beside it."""

from sammen.mapping.faults import MapFault, MapRefused
from sammen.mapping.maps import Map, load

__all__ = ["Map", "MapFault", "MapRefused", "load"]
