"""Who sent this, for which round: from the Return sheet, or from the file's name.

Source: ``returns.md``, "Template, version 1".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from eligo.catalogue import Catalogue, TypedCell, clean, fold, fold_organisation
from eligo.errors import WrongTemplate
from eligo.findings import Finding, Issue, Location
from eligo.returns.cells import BLANK, Sheet
from eligo.returns.columns import is_unread
from eligo.returns.forms import stem_of
from eligo.returns.header import bare
from eligo.returns.model import Role, Sender
from eligo.returns.stated_days import stated_day
from eligo.scheme import RETURN_KEYS, Scheme

_NAME = re.compile(
    r"^(?P<rfi>.+?)__(?P<role>[^_]+(?:_[^_]+)*?)__(?P<organisation>.+?)"
    r"(?P<upgrades>__upgrades)?(?P<copy> ?\(\d{1,3}\)| - Copy.*)?$",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?:[ _.-]+(?:(?:v|ver|version|rev)?[ .]?\d{1,8}(?:[._ -]\d{1,4})*"
    r"|final|draft|corrected|correction|revised|updated?|amended|resubmi\w+|latest|new|signed|copy|csv|tsv))+$",
    re.IGNORECASE,
)
"""What people write behind a name to tell one file from the last: ``_v2``, ``-FINAL``, ``_2019-09-30``. Programs add
the name of a sheet, parted by `` - ``."""
_FEWEST_ACROSS = 3
"""So many keys beside each other have their values below them."""
_KEYS = ("Organisation", "Organisation role", "RFI reference", "Snapshot date")


def sender_of_workbook(name: str, sheet: Sheet, scheme: Scheme) -> Sender:
    """The sender that the Return sheet states.

    Raises ``WrongTemplate`` naming every key that is missing, wrong, or stated twice and not alike.
    """
    stated, others = _stated(sheet, scheme)
    mistakes = [
        f"{name}, sheet {sheet.name}: no '{key}'"
        for key in _KEYS[:3]
        if not clean(stated.get(fold(key), TypedCell("")).text)
    ]
    mistakes += [
        f"{name}, sheet {sheet.name}, '{key}': found '{clean(stated[fold(key)].text)}' and '{clean(cell.text)}'"
        for key in _KEYS
        for cell in others.get(fold(key), ())
        if clean(cell.text) != clean(stated[fold(key)].text)
    ]
    role = _role(clean(stated.get(fold("Organisation role"), TypedCell("")).text), scheme)
    if role is None and not mistakes:
        found = clean(stated[fold("Organisation role")].text)
        roles = f"{scheme.template.supplier_role} or {scheme.template.operator_role}"
        mistakes.append(f"{name}, sheet {sheet.name}, 'Organisation role': found '{found}', expected {roles}")
    snapshot_cell = stated.get(fold("Snapshot date"), TypedCell(""))
    snapshot_text, snapshot = clean(snapshot_cell.text), stated_day(snapshot_cell)
    only_date = not mistakes
    if snapshot_text and snapshot is None:
        mistakes.append(
            f"{name}, sheet {sheet.name}, 'Snapshot date': found '{snapshot_text}', expected a date such as 2019-08-31"
        )
    if mistakes or role is None:
        says = "states a snapshot date that is no date" if only_date else "does not say who sends it"
        raise WrongTemplate(f"{name} {says}", hint="Fill in the Return sheet.", details=mistakes)
    return Sender(clean(stated[fold("Organisation")].text), role, clean(stated[fold("RFI reference")].text), snapshot)


def states_a_sender(sheet: Sheet, scheme: Scheme) -> bool:
    """Whether a sheet states whose return it is, in what role and for which round."""
    stated, _ = _stated(sheet, scheme)
    return all(clean(stated[fold(key)].text) if fold(key) in stated else "" for key in _KEYS[:3])


def _stated(sheet: Sheet, scheme: Scheme) -> tuple[Mapping[str, TypedCell], Mapping[str, list[TypedCell]]]:
    """What a Return sheet states by its folded keys, and what it states under one of them again."""
    pairs: dict[str, TypedCell] = {}
    others: dict[str, list[TypedCell]] = {}
    for _, key, cell in _key_cells(sheet, scheme):
        if pairs.setdefault(key, cell) is not cell:
            others.setdefault(key, []).append(cell)
    return pairs, others


def _key_cells(sheet: Sheet, scheme: Scheme) -> Iterator[tuple[tuple[int, int], str, TypedCell]]:
    """(1-based row and column, folded key, cell beside it, or below it where several keys stand beside each other);
    another name of a key where the key itself is not stated.

    A cell that has no one value is blank.
    """
    synonyms = scheme.template.header_synonyms
    forms = {fold(form): fold(key) for key in RETURN_KEYS for form in (*synonyms.get(key, ()), key)}
    found = []
    for number, row in enumerate(sheet.rows, start=1):
        filled = [place for place, cell in enumerate(row) if clean(cell.text)]
        if len(filled) > 2 and fold(row[filled[0]].text).isdecimal():
            filled = filled[1:]
        keys = [place for place in filled if fold(bare(row[place].text)) in forms]
        below = sheet.rows[number] if number < len(sheet.rows) else ()
        if len(keys) >= _FEWEST_ACROSS and below:
            found += [((number + 1, place + 1), bare(row[place].text), below[place]) for place in keys]
        elif len(filled) >= 2:
            found.append(((number, filled[1] + 1), bare(row[filled[0]].text), row[filled[1]]))
    own = {fold(key) for _, key, _ in found}
    others = {form: key for form, key in forms.items() if key not in own}
    for place, shown, cell in found:
        yield place, others.get(fold(shown), fold(shown)), BLANK if is_unread(cell) else cell


def sender_questions(
    names: Sequence[str], sheet: Sheet, sender: Sender, scheme: Scheme, received_on: date | None
) -> Iterator[Finding]:
    """A warning where a Return sheet states another round than the file's name, no day for its figures, or one after it
    was ``received_on``.

    Nothing is said of a name that is not of the form that ``returns.md`` gives, or of a day that is not known.
    """
    matches = [match for match in (_NAME.match(stem_of(name)) for name in names) if match]
    named = next((match["rfi"] for match in matches if _role(match["role"], scheme)), sender.rfi_reference)
    if fold(named) != fold(sender.rfi_reference):
        message = f"The Return sheet says {sender.rfi_reference}, and the file's name {named}; the sheet counts."
        issue = Issue("reference-contradicted", "RFI reference", sender.rfi_reference, named, message)
        yield issue.at(_place_of(names[0], sheet, "RFI reference", scheme))
    if sender.snapshot is None:
        message = (
            "The Return sheet states no day for the figures: nobody can tell whether they are those of this round."
        )
        issue = Issue("snapshot-missing", "Snapshot date", "", "a day such as 2019-08-31", message)
        yield issue.at(_place_of(names[0], sheet, "Snapshot date", scheme))
    if received_on and sender.snapshot and sender.snapshot > received_on:
        expected = f"{received_on} or earlier"
        message = f"The figures are as of {sender.snapshot}, and the return was there on {received_on} already."
        issue = Issue("snapshot-in-future", "Snapshot date", f"{sender.snapshot}", expected, message)
        yield issue.at(_place_of(names[0], sheet, "Snapshot date", scheme))


def _place_of(file: str, sheet: Sheet, key: str, scheme: Scheme) -> Location:
    """The cell of a Return sheet that states something; the blank one beside its key where nothing is stated."""
    stated = (place for place, own, _ in _key_cells(sheet, scheme) if own == fold(key))
    blank = (
        (number, place + 2)
        for number, row in enumerate(sheet.rows, start=1)
        for place, cell in enumerate(row)
        if fold(cell.text) == fold(key)
    )
    row, column = next(chain(stated, blank), (0, 0))
    return Location(file, sheet.name, row, key, column, key)


def sender_of_name(names: Sequence[str], names_in_rows: Mapping[str, int], scheme: Scheme) -> Sender:
    """The sender that a file's name states; the name proper is the commonest of those in the rows (with their numbers),
    what tells this edition of the file from another left out where the rows prove that it is none of the name.

    ``names`` are the file's own and that of the one file in an archive, of which the first that fits counts. Raises
    ``WrongTemplate`` where none is of the form that ``returns.md`` gives.
    """
    matches = [match for match in (_NAME.match(stem_of(name)) for name in names) if match]
    match = next((match for match in matches if _role(match["role"], scheme)), None)
    role = _role(match["role"], scheme) if match else None
    if match is None or role is None:
        roles = f"{scheme.template.supplier_role}|{scheme.template.operator_role}"
        raise WrongTemplate(
            f"{names[0]} does not say who sends it",
            hint=f"Name it <RFI reference>__<{roles}>__<organisation>.csv, or send a workbook with a Return sheet.",
        )
    named = match["organisation"]
    shorter = (named, _EDITION.sub("", named), named.partition(" - ")[0])
    best = next((found for one in shorter if (found := _proper(one, names_in_rows, scheme))), named)
    return Sender(best, role, match["rfi"], None)


def _proper(named: str, names_in_rows: Mapping[str, int], scheme: Scheme) -> str:
    """The commonest of the names in rows that is the one in a file's name; empty where none is."""
    folded = fold_organisation(named.replace("-", " "), scheme.legal_suffixes)
    proper: Counter[str] = Counter()
    for text, rows in names_in_rows.items():
        if fold_organisation(text, scheme.legal_suffixes) == folded:
            proper[clean(text)] += rows
    return min(proper, key=lambda text: (-proper[text], text), default="")


def canonical(sender: Sender, scheme: Scheme, catalogue: Catalogue) -> Sender:
    """The sender under the name that was confirmed for it, and an operator under the scheme's."""
    name = catalogue.aliases.organisation(sender.organisation) or sender.organisation
    if sender.role is Role.OPERATOR:
        name = {fold(value): value for value in scheme.operator.values}.get(fold(name), name)
    return replace(sender, organisation=name)


def _role(text: str, scheme: Scheme) -> Role | None:
    template = scheme.template
    named = (
        (Role.SUPPLIER, (*template.header_synonyms.get(template.supplier_header, ()), template.supplier_role)),
        (Role.OPERATOR, (*template.header_synonyms.get(scheme.operator.header, ()), template.operator_role)),
    )
    return {fold(form): role for role, forms in named for form in forms}.get(fold(text))


def latest(days: Sequence[date | None], default: date) -> date:
    """The latest day stated; the default where none is."""
    return max((day for day in days if day is not None), default=default)
