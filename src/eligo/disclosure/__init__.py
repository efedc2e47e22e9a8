"""The only way from what is private to what anyone may read."""

from eligo.disclosure.figures import PublicFigure
from eligo.disclosure.own import QUARANTINED, OwnReturn, OwnRow, own_return
from eligo.disclosure.public import (
    Public,
    PublicConsultation,
    PublicDevice,
    PublicDeviceUse,
    PublicEntry,
    PublicInteractions,
    PublicLimit,
    PublicListing,
    PublicModelShare,
    PublicOperator,
    PublicPaper,
    PublicPoint,
    PublicRegister,
    PublicRequirements,
    PublicRound,
    PublicRouteUse,
    PublicScopeRule,
    PublicSelection,
    PublicTrack,
    PublicVariant,
)
from eligo.disclosure.redact import redact
from eligo.disclosure.variants import variant_names

__all__ = [
    "QUARANTINED",
    "OwnReturn",
    "OwnRow",
    "Public",
    "PublicConsultation",
    "PublicDevice",
    "PublicDeviceUse",
    "PublicEntry",
    "PublicFigure",
    "PublicInteractions",
    "PublicLimit",
    "PublicListing",
    "PublicModelShare",
    "PublicOperator",
    "PublicPaper",
    "PublicPoint",
    "PublicRegister",
    "PublicRequirements",
    "PublicRound",
    "PublicRouteUse",
    "PublicScopeRule",
    "PublicSelection",
    "PublicTrack",
    "PublicVariant",
    "own_return",
    "redact",
    "variant_names",
]
