"""Codes of what is wrong with a firmware register, with test evidence or with programme decisions: an error there
refuses the whole file.
"""

from __future__ import annotations

from eligo.findings.kinds import FindingCode, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

PROGRAMME_CODES: tuple[FindingCode, ...] = (
    FindingCode(
        "file-damaged",
        _E,
        "The file cannot be read to its end: it is cut off, or is not in the form that it begins as.",
        "Export the file again, and compare its size with that of the original.",
    ),
    FindingCode(
        "file-hostile",
        _E,
        "The file has what no test tool writes: a document type, entities, or elements without end.",
        "Ask who sent it where it comes from; export the results again.",
    ),
    FindingCode("column-missing", _E, "The table has no column that it needs.", "Add the column."),
    FindingCode(
        "column-unknown",
        _E,
        "The table has a column that nothing is read from, or has one twice.",
        "Correct the column's name, or delete it.",
    ),
    FindingCode("entry-missing", _E, "Something is not stated that has to be.", "State it."),
    FindingCode(
        "entry-not-allowed",
        _E,
        "What is stated is none of what is possible.",
        "Take one of those that are listed as expected.",
    ),
    FindingCode("day-unreadable", _E, "What is stated is no day.", "Write it as 2019-11-24."),
    FindingCode(
        "firmware-track-unknown", _E, "The scheme has no such firmware track.", "Take a track that the scheme lists."
    ),
    FindingCode(
        "firmware-repeated",
        _E,
        "A track has the same version twice as the same kind.",
        "Delete the line that is wrong; a version is a candidate once, and a final release once.",
    ),
    FindingCode(
        "firmware-successor-unknown",
        _E,
        "The version that is said to supersede this one is not in the track.",
        "Add the line of that version, or correct its name.",
    ),
    FindingCode(
        "firmware-successor-cycle",
        _E,
        "Versions supersede each other in a circle.",
        "Leave superseded_by blank in the line of the last version.",
    ),
    FindingCode(
        "firmware-succession-forked",
        _E,
        "Two versions of a track are both the last, or have one successor: which is in force is not said.",
        "Say in the line of the earlier one what has superseded it.",
    ),
    FindingCode(
        "firmware-final-alone",
        _E,
        "A final release follows no candidate of its track.",
        "Add the candidate that it was made from, and name the final release as what supersedes it.",
    ),
    FindingCode(
        "firmware-days-backwards",
        _E,
        "What comes later has the earlier day.",
        "Correct the day that is wrong.",
    ),
    FindingCode(
        "firmware-undated",
        _E,
        "Neither is a day stated on which it is expected, nor one on which it was received.",
        "State what is known: a day, three days or days with weights.",
    ),
    FindingCode(
        "evidence-form-unknown",
        _E,
        "The file is neither JUnit XML, CTRF JSON nor a CSV table.",
        "Export the results in one of these forms.",
    ),
    FindingCode("evidence-empty", _E, "There is no result in the file.", "Export the results again."),
    FindingCode(
        "evidence-combination-unknown",
        _E,
        "There is no such combination in scope.",
        "Name the combination by its id, as combinations.csv has it.",
    ),
    FindingCode(
        "evidence-operator-other",
        _E,
        "The results name another operator than the one that runs the combination.",
        "Correct the operator or the combination: a test at another operator stands for another combination.",
    ),
    FindingCode(
        "evidence-firmware-unknown",
        _E,
        "The firmware tested is not in the register of the combination's track.",
        "Register the firmware first, or correct its version.",
    ),
    FindingCode(
        "evidence-before-firmware",
        _E,
        "The test is dated before its firmware was received.",
        "Correct the day of the test, or the register.",
    ),
    FindingCode(
        "evidence-later",
        _E,
        "The test is dated after the day from which a plan is made again.",
        "Correct the day of the test, or plan from a later day.",
    ),
    FindingCode(
        "evidence-test-unknown",
        _E,
        "The scheme's catalogue has no such service request for this phase.",
        "Take the id that the catalogue lists, or add the request to the scheme.",
    ),
    FindingCode("evidence-repeated", _E, "The same result is there twice.", "Delete one of them."),
    FindingCode(
        "evidence-contradicted",
        _E,
        "One test, at one moment, has two outcomes.",
        "Find out which is right, and leave that one alone.",
    ),
    FindingCode(
        "evidence-totals-differ",
        _E,
        "The file says that it holds another number of results than it does.",
        "Export the file again; do not edit results by hand.",
    ),
    FindingCode("evidence-imported", _E, "The file has been imported already.", "Nothing, if that was meant once."),
    FindingCode(
        "decision-combination-unknown",
        _E,
        "The run has no such combination.",
        "Name the combination by its id, as combinations.csv has it.",
    ),
    FindingCode(
        "decision-out-of-scope",
        _E,
        "The combination is out of scope, so that nothing of it is planned.",
        "Correct the combination; or state the request by which it is tested.",
    ),
    FindingCode("decision-repeated", _E, "The same decision is there twice.", "Delete one of them."),
    FindingCode(
        "decision-contradicted",
        _E,
        "Two decisions, or a decision and the run, cannot both hold.",
        "Find out which is right, and leave that one alone.",
    ),
    FindingCode(
        "decision-days-backwards",
        _E,
        "Something was decided before what it was decided on.",
        "Correct the day that is wrong.",
    ),
    FindingCode(
        "uneconomic-unconsulted",
        _E,
        "A combination is to be uneconomic without a consultation.",
        "Name the consultation that allowed it, and the day on which it closed; without one, leave the line out.",
    ),
    FindingCode(
        "uneconomic-selected",
        _E,
        "A selected combination is to be uneconomic to test.",
        "Give the selected combination up first (eligo deselect), or leave the line out.",
    ),
    FindingCode(
        "first-not-needed",
        _E,
        "The operator has a combination selected, so that no other goes first for it.",
        "Delete the line, or correct its combination.",
    ),
    FindingCode(
        "request-unweighted",
        _E,
        "Nothing says what the waiting of a requested combination weighs.",
        "State the weight: how many installations it is to count as.",
    ),
    FindingCode(
        "equivalence-combination-unknown",
        _E,
        "The run has no such combination.",
        "Name the combination by its id, as combinations.csv has it.",
    ),
    FindingCode(
        "equivalence-of-itself",
        _E,
        "A combination is claimed from its own test.",
        "Name the combination whose test stands for it, or delete the line.",
    ),
    FindingCode("equivalence-repeated", _E, "The same decision is there twice.", "Delete one of them."),
    FindingCode(
        "equivalence-contradicted",
        _E,
        "Two lines say different things of one pair of combinations.",
        "Find out which is right, and leave that one alone.",
    ),
    FindingCode(
        "equivalence-condition-unanswered",
        _E,
        "It is not said whether a condition is met.",
        "Say yes or no in the column met.",
    ),
    FindingCode(
        "equivalence-unargued",
        _E,
        "The combinations differ in something that the decision does not speak of.",
        "Say why it does not matter, after what differs and a colon; or take the decision back.",
    ),
    FindingCode(
        "equivalence-argument-misplaced",
        _E,
        "An argument is about nothing in which the combinations differ.",
        "Begin it with what differs and a colon, say each once, and part them by semicolons.",
    ),
    FindingCode(
        "equivalence-in-future",
        _E,
        "Something is said to have been decided on a day that is to come.",
        "Correct the day, or state it once it has been decided.",
    ),
    FindingCode(
        "matrix-unexplained",
        _E,
        "The matrix and the list of decisions of a workbook do not say the same.",
        "Add the line to the list, with its arguments, or delete it there; the matrix alone can only withdraw.",
    ),
    FindingCode(
        "equivalence-expired",
        _W,
        "The decision has expired, so that nothing rests on it.",
        "Decide again, with a later day, or let the combination be tested.",
    ),
    FindingCode(
        "equivalence-chained",
        _W,
        "The combination that is to be tested is itself claimed from another, and not tested.",
        "Claim from the one that is tested, or have this one tested.",
    ),
    FindingCode(
        "request-out-of-scope",
        _W,
        "The test that was requested is of a combination that the scope rules leave out.",
        "Nothing, if that was meant: it is tested on request, and counts in no figure of the estate.",
    ),
    FindingCode(
        "request-in-scope",
        _W,
        "The test that was requested is planned anyway.",
        "Nothing: the request stays on record, and changes no plan.",
    ),
    FindingCode(
        "firmware-before-expected",
        _W,
        "Firmware was received before the first day on which it was expected.",
        "Look whether both days are right.",
    ),
    FindingCode(
        "evidence-superseded",
        _W,
        "The firmware tested is no longer in force: the results stay visible and do not count.",
        "Run the tests again on the firmware that is in force.",
    ),
    FindingCode(
        "evidence-phase-unexpected",
        _W,
        "The combination's route does not go through this phase.",
        "Look whether the phase and the combination are right.",
    ),
    FindingCode("evidence-not-run", _N, "A test was skipped, and so has no outcome.", "Run it, where it is owed."),
)
"""Every code of registers, evidence and programme decisions, errors first."""
