"""The verdict on a published choice, on the terminal."""

from __future__ import annotations

from eligo.cli.console import heading, percent, say, show
from eligo.selection import Conflict, audit_words, verdict_words
from eligo.workflows import Audited, stated_words


def print_audit(audited: Audited) -> None:
    """The verdict, the published combinations, what is better, and what the table states otherwise."""
    found, word = audited.audit, audited.scheme.installation_word
    heading(f"The published choice is {verdict_words(found, word)}")
    rows = [
        (
            named.name,
            named.row.combination.combination_id,
            named.row.combination.operator,
            named.row.population,
            named.row.deployed,
            ", ".join(found.alone[named.row.combination.combination_id]),
        )
        for named in audited.choice.named
    ]
    operator = audited.scheme.find_attribute("operator")
    columns = ("", "combination", operator.label if operator else "", "population", "deployed", "alone carries")
    show(columns, rows, numbers=("population", "deployed"))
    share = percent(found.deployed, audited.deployed)
    say(f"Together: {found.population:,} {word}s of population, {share} of the deployed estate.")
    for sentence in audit_words(found, audited.names, word):
        say(sentence)
    for requirement in found.best.requirements if isinstance(found.best, Conflict) else ():
        say(f"  {requirement.text}")
    for sentence in stated_words(audited):
        say(sentence)
