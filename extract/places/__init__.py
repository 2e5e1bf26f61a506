"""Places of work: location strings and header lines in, city, region, country and US metro out."""

from extract.places.header import read_header_places
from extract.places.read import read_places, with_cities

__all__ = ["read_header_places", "read_places", "with_cities"]
