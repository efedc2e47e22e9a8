"""Hardware variants as they are printed.

Source: ``returns.md`` 9 (a variant is ``TYPE|manufacturer|model|hardware``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from eligo.scheme import TableScheme


def variant_names(variants: Iterable[str], scheme: TableScheme, *, with_type: bool = True) -> Mapping[str, str]:
    """A printed name for each variant: device type and model, and the hardware where the model has several.

    Without ``with_type`` the device type is left out, for lists of one type. Names come in the order of the scheme's
    device types, then by text, so that a list of them reads the same way everywhere.
    """
    types = {t.name: (place, t.label) for place, t in enumerate(scheme.device_types)}
    parts = {variant: _parts(variant) for variant in set(variants)}
    models = Counter(tuple(part[:3]) for part in parts.values())

    def order(variant: str) -> tuple[int, str]:
        return (types.get(parts[variant][0], (len(types), ""))[0], variant)

    names: dict[str, str] = {}
    for variant in sorted(parts, key=order):
        device_type, _, model, hardware = part = parts[variant]
        label = types[device_type][1] if device_type in types else device_type
        name = f"{label} {model}" if with_type else model
        names[variant] = f"{name} (hardware {hardware})" if models[part[:3]] > 1 else name
    return names


def _parts(variant: str) -> tuple[str, str, str, str]:
    device_type, manufacturer, model, hardware = variant.split("|", 3)
    return device_type, manufacturer, model, hardware
