"""What a fleet is, as one validated file describes it.

The verbs are ``load_scheme`` and ``shipped_schemes``; the rest are the types that a scheme is made of, and
the template's columns that follow from one.
"""

from eligo.scheme.columns import (
    IDENTITY_FIELDS,
    INSTALLATION_COLUMNS,
    RETURN_KEYS,
    UPGRADE_COLUMNS,
    TemplateColumn,
    device_columns,
    template_columns,
)
from eligo.scheme.describe import summary
from eligo.scheme.load import load_scheme, scheme_text, shipped_schemes
from eligo.scheme.model import (
    DEVICE_FIELDS,
    Alias,
    Assumption,
    Attribute,
    Condition,
    Consultation,
    CountState,
    DeviceType,
    Disclosure,
    FirmwareTrack,
    Jump,
    Paper,
    PaperRow,
    Phase,
    Question,
    Reconciliation,
    Scheme,
    ScopeRule,
    SelectionRules,
    Step,
    Template,
)

__all__ = [
    "DEVICE_FIELDS",
    "IDENTITY_FIELDS",
    "INSTALLATION_COLUMNS",
    "RETURN_KEYS",
    "UPGRADE_COLUMNS",
    "Alias",
    "Assumption",
    "Attribute",
    "Condition",
    "Consultation",
    "CountState",
    "DeviceType",
    "Disclosure",
    "FirmwareTrack",
    "Jump",
    "Paper",
    "PaperRow",
    "Phase",
    "Question",
    "Reconciliation",
    "Scheme",
    "ScopeRule",
    "SelectionRules",
    "Step",
    "Template",
    "TemplateColumn",
    "device_columns",
    "load_scheme",
    "scheme_text",
    "shipped_schemes",
    "summary",
    "template_columns",
]
