"""Device models, the names they are found by, and what one device's cells mean."""

from eligo.catalogue.firmware import date_of
from eligo.catalogue.load import load_catalogue
from eligo.catalogue.model import Catalogue, CatalogueEntry
from eligo.catalogue.names import clean, fold, fold_organisation
from eligo.catalogue.reading import DeviceReading, TypedCell, normalised, read_device

__all__ = [
    "Catalogue",
    "CatalogueEntry",
    "DeviceReading",
    "TypedCell",
    "clean",
    "date_of",
    "fold",
    "fold_organisation",
    "load_catalogue",
    "normalised",
    "read_device",
]
