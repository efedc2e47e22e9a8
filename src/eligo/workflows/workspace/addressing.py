"""What a file or folder for one organisation is called: as a return is, so that nobody gets another's by mistake.

Invariant: one name is of one organisation, also where a file system does not tell upper from lower case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from eligo.returns import Role
from eligo.scheme import Scheme
from eligo.workflows.workspace.names import Key


def role_word(role: str, scheme: Scheme) -> str:
    """What the template calls a role."""
    return scheme.template.supplier_role if role == Role.SUPPLIER.value else scheme.template.operator_role


def addresses(reference: str, organisations: Mapping[Key, str], scheme: Scheme) -> Mapping[Key, str]:
    """A name for each: reference, role and organisation, spaces as hyphens, ``&`` as ``and``, as the template asks for.

    Where two would be called the same, the later ones have a number.
    """
    found: dict[Key, str] = {}
    taken: set[str] = set()
    for key, organisation in organisations.items():
        name = re.sub(r"[^\w.+-]+", "-", organisation.replace("&", "and")).strip("-.") or "organisation"
        stem = f"{stem_of_round(reference)}__{role_word(key[0], scheme)}__{name}"
        number = 1
        while (called := stem if number == 1 else f"{stem}-{number}").casefold() in taken:
            number += 1
        taken.add(called.casefold())
        found[key] = called
    return found


def stem_of_round(reference: str) -> str:
    """How the names of what belongs to a round begin."""
    return re.sub(r"[^\w.+-]+", "-", reference)
