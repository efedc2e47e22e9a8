"""The consultation paper as files, and the names that must not stand in it.

What belongs here: from public values to a page and a PDF, looked over once more. What does not: what is public
(``disclosure``), and its words (the scheme's).
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.disclosure import PublicPaper
from eligo.documents import build_paper, lint, mentions, render_html, render_pdf
from eligo.errors import VerificationFailed
from eligo.ports import Progress
from eligo.returns import Role
from eligo.scheme import Scheme
from eligo.scope import ScopedEstate
from eligo.workflows.request import Request


def never_published(request: Request, scoped: ScopedEstate) -> tuple[str, ...]:
    """The names that no public document may contain: suppliers, and operators that go by another name.

    A supplier whose name is a word of the scheme's own public text ("Total") could not be told from that word.
    """
    scheme = request.scheme
    pseudonyms, own_words = scheme.disclosure.pseudonyms, request.scheme_content.decode()
    suppliers = [r.name for r in scoped.estate.responders if r.role == Role.SUPPLIER.value]
    suppliers = [name for name in suppliers if not mentions(own_words, name)]
    return (*suppliers, *(name for name in scheme.operator.values if pseudonyms.get(name) != name))


def write_paper(public: PublicPaper, forbidden: Sequence[str], scheme: Scheme, progress: Progress) -> dict[str, bytes]:
    """The paper, made from public values alone and looked over once more for names.

    Raises ``VerificationFailed`` where it names whom it must not name, ``BadScheme`` for a mistake in its text.
    """
    progress.stage("Writing the paper", 0, 2)
    paper = build_paper(public, scheme)
    complaints = lint(paper, forbidden)
    if complaints:
        raise VerificationFailed(
            "The paper names organisations that it must not name",
            hint="The scheme's own text is the likely place; nothing has been written.",
            details=complaints,
        )
    html = render_html(paper)
    progress.stage("Writing the paper", 1, 2)
    pdf = render_pdf(paper)
    progress.stage("Writing the paper", 2, 2)
    return {"report.html": html, "report.pdf": pdf}
