"""The registers of combinations: which are pending, under which label, on which route."""

from eligo.registers.model import Listing, PendingEntry, PendingRegister
from eligo.registers.pending import draft_ppcl

__all__ = ["Listing", "PendingEntry", "PendingRegister", "draft_ppcl"]
