"""The registers of combinations: which are pending or eligible, since when and why, provably; and the draft list.

The draft list is ``draft_ppcl``. The registers are a log: ``append`` writes a line or refuses it, ``replay`` says what
the lines say, ``publish`` makes a version, and ``register_document`` what others check without us.
Source: SEC F2.10A and H14.36A; ``domain.md`` section 2.
"""

from eligo.registers.allowed import Known, faults_of, known_for
from eligo.registers.answers import UNKNOWN, Answer, answer
from eligo.registers.appearances import Appearance, appearances
from eligo.registers.append import append, enter, extend, key_line, line_faults, numbered, rules_of
from eligo.registers.difference import ABSENT, Change, applied, difference
from eligo.registers.drafted import drafted_entries
from eligo.registers.entries import (
    Basis,
    Document,
    KeyEntry,
    LogLine,
    OpenFirmware,
    Product,
    RegisterEntry,
    RulesEntry,
    Served,
    Stage,
)
from eligo.registers.export import (
    consistency_document,
    read_register,
    receipt_document,
    register_document,
    register_schema,
)
from eligo.registers.merkle import (
    EMPTY_ROOT,
    Node,
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    new_nodes,
    root,
)
from eligo.registers.model import Listing, PendingEntry, PendingRegister
from eligo.registers.pending import draft_ppcl
from eligo.registers.plain import canonical_bytes, line_as_written, line_of, plain
from eligo.registers.populations import Population, populations
from eligo.registers.replay import Item, ProductHistory, Registers, about, known_at, replay, resumed
from eligo.registers.signing import SigningKey, pem_of, signing_key
from eligo.registers.versions import (
    NO_PARENT,
    Draft,
    Published,
    RegisterVersion,
    SignedVersion,
    content_hash,
    is_signed_version,
    parts,
    plain_version,
    publish,
    published,
    signed,
    version_hash,
    version_of,
)

__all__ = [
    "ABSENT",
    "EMPTY_ROOT",
    "NO_PARENT",
    "UNKNOWN",
    "Answer",
    "Appearance",
    "Basis",
    "Change",
    "Document",
    "Draft",
    "Item",
    "KeyEntry",
    "Known",
    "Listing",
    "LogLine",
    "Node",
    "OpenFirmware",
    "PendingEntry",
    "PendingRegister",
    "Population",
    "Product",
    "ProductHistory",
    "Published",
    "RegisterEntry",
    "RegisterVersion",
    "Registers",
    "RulesEntry",
    "Served",
    "SignedVersion",
    "SigningKey",
    "Stage",
    "Tree",
    "about",
    "answer",
    "appearances",
    "append",
    "applied",
    "canonical_bytes",
    "consistency_document",
    "consistency_proof",
    "content_hash",
    "difference",
    "draft_ppcl",
    "drafted_entries",
    "enter",
    "extend",
    "faults_of",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "is_signed_version",
    "key_line",
    "known_at",
    "known_for",
    "leaf_hash",
    "line_as_written",
    "line_faults",
    "line_of",
    "new_nodes",
    "numbered",
    "parts",
    "pem_of",
    "plain",
    "plain_version",
    "populations",
    "publish",
    "published",
    "read_register",
    "receipt_document",
    "register_document",
    "register_schema",
    "replay",
    "resumed",
    "root",
    "rules_of",
    "signed",
    "signing_key",
    "version_hash",
    "version_of",
]
