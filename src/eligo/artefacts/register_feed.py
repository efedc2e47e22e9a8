"""``changes.atom``: a feed of what changed in the registers, an entry for each version. Source: RFC 4287, RFC 4151.

What belongs here: the form. What does not: the words (``documents.what_became``).

Invariants: ids never change, and come from the publisher's own name and the version's; times are the versions' own, so
that the same registers give the same bytes whenever they are published; the newest version is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eligo.disclosure import Changed, PublicChange, PublicEdition, PublicVersion
from eligo.documents import well_formed, what_became
from eligo.scheme import Publication, Scheme

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"


def changes_atom(editions: Sequence[PublicEdition], publication: Publication, scheme: Scheme) -> bytes:
    """The feed of all versions, oldest given first."""
    tag = f"tag:{publication.authority}:eligo/registers/{scheme.id}"
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(feed, "id", tag)
    labels = " and ".join(dict.fromkeys(edition.version.list_label for edition in editions))
    _text(feed, "title", f"Changes of {labels}: {scheme.title}")
    _text(feed, "updated", editions[-1].version.published_at)
    _text(SubElement(feed, "author"), "name", scheme.consultation.publisher)
    _text(feed, "rights", f"{publication.licence_title} ({publication.licence})")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": "changes.atom"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": "index.html"})
    SubElement(feed, "link", {"rel": "license", "href": publication.licence})
    for edition in reversed(editions):
        _entry(feed, edition, tag)
    indent(feed)
    text: str = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = well_formed(text)
    return element


def _entry(feed: Element, edition: PublicEdition, tag: str) -> None:
    version = edition.version
    entry = SubElement(feed, "entry")
    _text(entry, "id", f"{tag}/{version.folder}")
    _text(entry, "title", f"{version.name} as of {version.effective.text}")
    _text(entry, "published", version.published_at)
    _text(entry, "updated", version.published_at)
    SubElement(entry, "category", {"term": version.list, "label": version.list_label})
    page = {"rel": "alternate", "type": "text/html", "href": f"{version.folder}/changes.html"}
    SubElement(entry, "link", page)
    _text(entry, "summary", version.reason)
    content = SubElement(entry, "content", {"type": "xhtml"})
    division = SubElement(content, "div", {"xmlns": XHTML})
    if not edition.changes:
        _text(division, "p", "Nothing has changed on the list.")
        return
    items = SubElement(division, "ul")
    for change in edition.changes:
        _change(items, change, version)


def _change(items: Element, change: PublicChange, version: PublicVersion) -> None:
    item = SubElement(items, "li")
    link = _text(item, "a", f"{change.label} ({change.item})")
    link.set("href", change.page)
    link.tail = well_formed(f": {what_became(change, version)}")
    if change.changed is Changed.CHANGED:
        fields = SubElement(item, "ul")
        for one in change.fields:
            _text(fields, "li", f"{one.label}: {one.before or '–'} → {one.after or '–'}")
