"""The door to Spark: loaded where it is asked for, and said to be missing where it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eligo.catalogue import Catalogue
from eligo.errors import UsageError
from eligo.returns.inventory.model import Inventory, Report
from eligo.scheme import Scheme


def read_inventory_on_cluster(
    source: str,
    scheme: Scheme,
    catalogue: Catalogue,
    *,
    master: str,
    out: Path,
    settings: Mapping[str, str] | None,
    report: Report,
) -> Inventory:
    """An inventory by Spark, called by the last part of its place: see ``distributed.read_inventory_by_spark``.

    Raises ``UsageError`` where Spark is not installed.
    """
    try:
        from eligo.returns.inventory.distributed import read_inventory_by_spark
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Spark is not installed here ({error.name} is missing)", hint="Install Eligo with its extra 'spark'."
        ) from None
    name = source.rstrip("/").rpartition("/")[2]
    return read_inventory_by_spark(
        source, name, scheme, catalogue, master=master, out=out, settings=settings, report=report
    )
