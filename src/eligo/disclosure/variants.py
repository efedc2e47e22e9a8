"""Hardware variants as they are printed.

Source: ``returns.md`` 9 (a variant is ``TYPE|manufacturer|model|hardware``; of a table, the parts that it has).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from eligo.scheme import IDENTITY_FIELDS, TableScheme
from eligo.terms import BAR


def variant_names(variants: Iterable[str], scheme: TableScheme, *, with_type: bool = True) -> Mapping[str, str]:
    """A printed name for each variant: device type and model; the manufacturer where several have a model of that name,
    and the hardware where a model has several.

    Without ``with_type`` the device type is left out, for lists of one type. Names come in the order of the scheme's
    device types, then by text, so that a list of them reads the same way everywhere.
    """
    order = {kind.name: place for place, kind in enumerate(scheme.device_types)}
    fields = {kind.name: list(kind.part_columns) for kind in scheme.device_types}
    labels = {kind.name: kind.label for kind in scheme.device_types}
    parts = {variant: _parts(variant, fields) for variant in set(variants)}
    models = Counter(part[:3] for part in parts.values())
    makers = Counter((kind, model) for kind, _, model in models)
    names: dict[str, str] = {}
    for variant in sorted(parts, key=lambda one: (order.get(parts[one].kind, len(order)), one)):
        part = parts[variant]
        name = f"{part.manufacturer} {part.model}" if makers[part.kind, part.model] > 1 else part.model
        name = f"{labels.get(part.kind, part.kind)} {name}" if with_type else name
        names[variant] = f"{name} (hardware {part.hardware})" if models[part[:3]] > 1 else name
    return names


class _Parts(NamedTuple):
    """What a variant is; empty where the scheme does not name a part."""

    kind: str
    manufacturer: str
    model: str
    hardware: str


def _parts(variant: str, fields: Mapping[str, list[str]]) -> _Parts:
    kind, *texts = variant.split(BAR)
    named = (field for field in fields.get(kind, IDENTITY_FIELDS) if field != "firmware")
    own = dict(zip(named, texts, strict=True))
    return _Parts(kind, *(own.get(field, "") for field in IDENTITY_FIELDS[:3]))
