"""Device models, the names they are found by, and what one device's cells mean."""

from eligo.catalogue.alias_checks import alias_mistakes
from eligo.catalogue.alias_file import ALIAS_COLUMNS, ALIAS_NOTES, read_aliases
from eligo.catalogue.aliases import ALIAS_KINDS, AliasDecision, AliasTable, scheme_aliases
from eligo.catalogue.firmware import date_of, unmarked
from eligo.catalogue.load import load_catalogue
from eligo.catalogue.model import Catalogue, CatalogueEntry, Match
from eligo.catalogue.names import clean, fold, fold_model, fold_organisation, hardware_key
from eligo.catalogue.partial import PartialDevice
from eligo.catalogue.reading import NEARLY_KNOWN, DeviceReading, TypedCell, normalised, read_device, uncertain
from eligo.catalogue.regrouping import Move, Regrouping, TypedDevice, TypedRow, regrouping
from eligo.catalogue.suggest import (
    MOST_LOOKED_FOR,
    Suggestion,
    did_you_mean,
    suggest_manufacturers,
    suggest_models,
    suggest_organisations,
    suggest_versions,
)

__all__ = [
    "ALIAS_COLUMNS",
    "ALIAS_KINDS",
    "ALIAS_NOTES",
    "MOST_LOOKED_FOR",
    "NEARLY_KNOWN",
    "AliasDecision",
    "AliasTable",
    "Catalogue",
    "CatalogueEntry",
    "DeviceReading",
    "Match",
    "Move",
    "PartialDevice",
    "Regrouping",
    "Suggestion",
    "TypedCell",
    "TypedDevice",
    "TypedRow",
    "alias_mistakes",
    "clean",
    "date_of",
    "did_you_mean",
    "fold",
    "fold_model",
    "fold_organisation",
    "hardware_key",
    "load_catalogue",
    "normalised",
    "read_aliases",
    "read_device",
    "regrouping",
    "scheme_aliases",
    "suggest_manufacturers",
    "suggest_models",
    "suggest_organisations",
    "suggest_versions",
    "uncertain",
    "unmarked",
]
