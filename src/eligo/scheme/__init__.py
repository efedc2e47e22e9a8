"""What a fleet is, as one validated file describes it."""

from eligo.scheme.model import (
    DEVICE_FIELDS,
    Alias,
    Attribute,
    Condition,
    DeviceType,
    Scheme,
    ScopeRule,
)

__all__ = ["DEVICE_FIELDS", "Alias", "Attribute", "Condition", "DeviceType", "Scheme", "ScopeRule"]
