"""The columns of a return, as a scheme draws them.

What belongs here: the names and the order of the template's columns, its upgrades sheet and its key/value
sheet. What does not: finding those columns in a sender's file (``returns``), and the workbook that suppliers
fill in (``returns.workbook``); both read this one list.

Invariant: the order here is the order of the template; a column's ``name`` is the one that findings print.
Source: ``returns.md``, "Template, version 1".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eligo.scheme.model import DEVICE_FIELDS, IDENTITY_FIELDS, Scheme

RETURN_KEYS: tuple[str, ...] = (
    "Organisation",
    "Organisation role",
    "RFI reference",
    "Snapshot date",
    "Contact",
)
"""The keys of the key/value sheet, in order; all but ``Contact`` must be filled in."""

UPGRADE_COLUMNS: tuple[str, ...] = (
    "Device type",
    "Manufacturer",
    "Model",
    "Hardware version",
    "From firmware",
    "To firmware",
    "Planned completion",
)
"""The columns of the planned-upgrades sheet, in order."""

INSTALLATION_COLUMNS: tuple[str, ...] = ("Installation ID", "Status")
"""What an inventory (one row per installation) has in place of the counts."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the combinations sheet.

    ``name`` is the template's own header (``CH Firmware version``). ``kind`` is ``supplier``, ``attribute``,
    ``device``, ``count`` or ``intention``; ``subject`` is the attribute's, device type's or count's name
    (empty for the other two kinds) and ``field`` the device field's name (empty for all but ``device``).
    ``required``: a table without this column is not a return.
    """

    name: str
    kind: str
    subject: str
    field: str
    required: bool


def template_columns(scheme: Scheme) -> tuple[TemplateColumn, ...]:
    """The columns of the combinations sheet, in template order.

    The supplier, the attributes of the installation, six fields per device type, the attributes that only
    rules read, the counts, the intention. A device's columns are required where the device always is, and
    then only those of its identity: the firmware's provider and the factory configuration are asked for, not
    needed.
    Source: ``returns.md``, "Template, version 1".
    """
    return (
        TemplateColumn(scheme.template.supplier_header, "supplier", "", "", True),
        *_attributes(scheme, conditions=False),
        *(
            TemplateColumn(
                f"{device.name} {header}",
                "device",
                device.name,
                field,
                device.required and field in IDENTITY_FIELDS,
            )
            for device in scheme.device_types
            for field, header in DEVICE_FIELDS
        ),
        *_attributes(scheme, conditions=True),
        *(TemplateColumn(count.header, "count", count.name, "", count.required) for count in scheme.counts),
        TemplateColumn(scheme.template.intention_header, "intention", "", "", False),
    )


def device_columns(scheme: Scheme) -> Mapping[str, str]:
    """For each column that describes a device, in rows and in planned upgrades: which one it describes."""
    planned = dict.fromkeys(UPGRADE_COLUMNS[1:-1], "planned")
    return planned | {column.name: column.subject for column in template_columns(scheme) if column.kind == "device"}


def _attributes(scheme: Scheme, *, conditions: bool) -> tuple[TemplateColumn, ...]:
    return tuple(
        TemplateColumn(attribute.header, "attribute", attribute.name, "", attribute.required)
        for attribute in scheme.attributes
        if (attribute.role == "condition") == conditions
    )
