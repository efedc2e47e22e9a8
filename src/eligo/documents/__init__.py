"""Documents for a stated audience: one block model, rendered to HTML and PDF.

The verbs are ``build_paper``, ``check_paper``, ``render_html``, ``render_pdf`` and ``lint``. Nothing private comes in
here: a paper is built from ``disclosure.PublicPaper`` alone.
"""

from eligo.documents.analysis import build_analysis
from eligo.documents.audit_page import ShownAudit, build_audit
from eligo.documents.blocks import Document
from eligo.documents.check import check_paper
from eligo.documents.evidence import build_grid, build_notice
from eligo.documents.html import render_html, styles, well_formed
from eligo.documents.ical import render_calendar
from eligo.documents.lint import lint, mentions
from eligo.documents.milestones import occasions, revised_on
from eligo.documents.pack import build_pack
from eligo.documents.paper import build_paper
from eligo.documents.pdf import render_pdf
from eligo.documents.png import render_png
from eligo.documents.programme_page import build_programme, lanes_of, reached_of
from eligo.documents.register_entry_page import build_entry_page
from eligo.documents.register_pages import build_changes, build_index, build_list, build_version, what_became
from eligo.documents.returned import render_findings
from eligo.documents.selected import Chosen, selection_charts
from eligo.documents.shown_plan import ShownPlan

__all__ = [
    "Chosen",
    "Document",
    "ShownAudit",
    "ShownPlan",
    "build_analysis",
    "build_audit",
    "build_changes",
    "build_entry_page",
    "build_grid",
    "build_index",
    "build_list",
    "build_notice",
    "build_pack",
    "build_paper",
    "build_programme",
    "build_version",
    "check_paper",
    "lanes_of",
    "lint",
    "mentions",
    "occasions",
    "reached_of",
    "render_calendar",
    "render_findings",
    "render_html",
    "render_pdf",
    "render_png",
    "revised_on",
    "selection_charts",
    "styles",
    "well_formed",
    "what_became",
]
