"""How whoever keeps a firmware register or programme decisions, or sends test evidence, mends what was found in it.

Invariant: one paragraph for each code, in the order of ``PROGRAMME_CODES``.
"""

from __future__ import annotations

from collections.abc import Mapping

_WHOLE = "Nothing of a file with an error is taken over, so that it can be mended and given again as a whole."

PROGRAMME_HOW_TO: Mapping[str, str] = {
    "file-damaged": (
        "Mostly the file was cut off on its way, or saved while the tool was still writing. A register and a table of "
        f"results are CSV in UTF-8, with every quotation mark closed. {_WHOLE}"
    ),
    "file-hostile": (
        "A document type can make a small file grow beyond every memory or fetch other files, and results need none. "
        "It is never read; not even its first result is, since nobody knows what else was changed in the file."
    ),
    "column-missing": (
        "The columns of a firmware register and of a table of results are listed in the reference; they may stand in "
        "any order, in capitals or not. Add the column, with blank cells where it does not apply."
    ),
    "column-unknown": (
        "A column that nobody reads looks as if it counted. Mostly its name is misspelt; remarks belong into the "
        "column note of a register, and into the column reference of a table of results."
    ),
    "entry-missing": (
        "In a table it is a blank cell. In JUnit XML it is a property of the suite or of the test, in CTRF JSON an "
        "entry of extra, of the test or of the environment: name it once there and it holds for every test below."
    ),
    "entry-not-allowed": (
        "Capitals and spaces make no difference, anything else is not guessed. What is possible is data of the scheme: "
        "its phases, the states in which installations are counted, its operators and the publisher."
    ),
    "day-unreadable": (
        "Days are written 2019-11-24; a result may have a time, 2019-11-24T14:30, by which two runs of one test on one "
        "day are told apart. Where a day is not known yet, a register takes three days or days with weights."
    ),
    "firmware-track-unknown": (
        "The tracks are the scheme's [[firmware_track]] tables, one for each line of hardware whose firmware is open. "
        "Correct the name, or add the track to the scheme first."
    ),
    "firmware-repeated": (
        "Results name the version that was tested, so that a version has to mean one image. A candidate that is "
        "released unchanged has two lines, one as candidate and one as final, and the first names its own version as "
        "what supersedes it."
    ),
    "firmware-successor-unknown": (
        "superseded_by names another version of the same track, in the very words of that line. A track never "
        "supersedes another: a new candidate of one leaves the results of the others alone."
    ),
    "firmware-successor-cycle": (
        "Follow superseded_by from line to line: it has to end at the version that came last, or will. If a version "
        "came back into force, give it a version name of its own, since what is in force is said once."
    ),
    "firmware-succession-forked": (
        "What counts depends on which candidate is in force, so that all versions of a track stand in one row: every "
        "one but the last names the next in superseded_by. A candidate that was never delivered stands in it as well."
    ),
    "firmware-final-alone": (
        "Test phases start on a near-final candidate, and the final release is what they end on; without a candidate "
        "nothing says what the passes so far were made on. The candidate names the final release in superseded_by."
    ),
    "firmware-days-backwards": (
        "A version is received after the one that it supersedes, is tested after it is received, and three days are "
        "stated as earliest, most likely, latest. Mostly day and month were exchanged, or two lines were."
    ),
    "firmware-undated": (
        "A plan has to assume something for every version that is to come. Where no day is known, state three days "
        "(earliest/most likely/latest) or a few days with weights, and correct them as more becomes known."
    ),
    "evidence-form-unknown": (
        "The form is told by the file's first character: < for JUnit XML, { for CTRF JSON, anything else for a CSV "
        "table, whose first line names the columns. A workbook or an archive is none of them: export it as CSV."
    ),
    "evidence-empty": (
        "A file without a result proves nothing, and is not kept as evidence. If the run really had no tests, there "
        "is nothing to import; otherwise the export was made with a filter, or of another run."
    ),
    "evidence-combination-unknown": (
        "Results count for a combination under its id (C-...), which stays the same from round to round. If the id is "
        "right and new, run the selection with the returns that contain the combination first."
    ),
    "evidence-operator-other": (
        "An operator is part of what a combination is. Whether a test at one operator stands for the same devices at "
        "another is a decision on equivalence, recorded by people, and never follows from a result."
    ),
    "evidence-firmware-unknown": (
        "Every result carries the exact firmware that was tested. The register of the combination's own track has to "
        "have that version; a version of another track does not run on its hardware."
    ),
    "evidence-before-firmware": (
        "Firmware that had not been received cannot have been tested. If the register has the wrong day of receipt, "
        "load a corrected register first; if the test ran on an earlier version, name that version."
    ),
    "evidence-later": (
        "A plan that is made again from a day on (--on; by default today) follows what is known by then, and a result "
        "of a later day is not. A year or a month may be mistyped; otherwise name a day that is no earlier than it."
    ),
    "evidence-test-unknown": (
        "The service requests under test are the scheme's [[service_request]] tables, each with the phases that test "
        "it. A test is named by the id alone (4.1.1), or by the id and then words that are not read."
    ),
    "evidence-repeated": (
        "Combination, phase, state, firmware, test, moment and outcome are all the same. Two runs of one test differ "
        "at least in their moment; state the time as well where both were on one day."
    ),
    "evidence-contradicted": (
        "A test that was run again has a later moment, and then the later outcome counts. Two outcomes of one moment "
        "cannot both be true, and none of them is believed; the other place is named. That holds across files, too."
    ),
    "evidence-totals-differ": (
        "JUnit XML and CTRF JSON say how many tests, failures and skipped tests they hold. Where that does not agree "
        "with the tests themselves, results were taken out or added after the tool had written the file."
    ),
    "evidence-imported": (
        "Evidence is known by its content, whatever the file is called. The same results need not be given twice; new "
        "results belong into a file of their own, and do not replace those that are there."
    ),
    "decision-combination-unknown": (
        "A combination has its id (C-...) from what it is, the same in every run. One that nobody has reported yet has "
        "no row: a request of its test describes it, in the columns of combinations.csv, and leaves this one blank."
    ),
    "decision-out-of-scope": (
        "A plan is of what is in scope, and of what is tested because a Party or a Manufacturer requested it and the "
        "test was found to be needed (SEC H14.36A). Everything else that the rules leave out stays out."
    ),
    "decision-repeated": (
        "A combination has one decision of a kind. Where a later one is to hold instead, put it in the earlier one's "
        "place: a workspace keeps who decided what before, and until when."
    ),
    "decision-contradicted": (
        "What is uneconomic is not tested, so that it can have neither a requested test nor a place or a duration; an "
        "operator has one first combination, and a request one requester and one day. Both places are named."
    ),
    "decision-days-backwards": (
        "A consultation closes before what it allowed is decided, and a request is made before it is found that its "
        "test is needed. Mostly day and month were exchanged, or two lines were."
    ),
    "uneconomic-unconsulted": (
        "A combination may be left untested only after consultation, since its installations then fall in an exclusion "
        "category. Name the consultation, such as its title and month, in the column consultation."
    ),
    "uneconomic-selected": (
        "What is selected stands for the fleet and is tested before all else. If it is not to be tested after all, it "
        "has to be given up, with what takes its place: eligo deselect does that; then this decision holds."
    ),
    "first-not-needed": (
        "Migration from an operator opens once the migration testing of one of its combinations has passed. Where one "
        "is selected, that one's does; the decision would change nothing, and looks as if it did."
    ),
    "request-unweighted": (
        "A plan makes the waiting of installations small. Of what is not installed yet nobody waits, so that its test "
        "would always come last; the weight says as how many installations it counts. The scheme may have a usual one."
    ),
    "equivalence-combination-unknown": (
        "A combination has its id (C-...) from what it is, the same in every run; combinations.csv and 'eligo estate' "
        "have the ids. A workspace keeps decisions about combinations that the latest run no longer has."
    ),
    "equivalence-of-itself": (
        "A combination that has been tested needs no decision. Mostly one id was pasted into both columns: claimed is "
        "the one that is to need no test, tested the one whose test stands for it."
    ),
    "equivalence-repeated": (
        "Claimed and tested combination are known by a line of an earlier row, with the same words. Several tests may "
        "stand for one combination, each in a line of its own; one pair is decided once."
    ),
    "equivalence-contradicted": (
        "A pair has one line, which says what holds now. A decision that takes the place of another stands in its "
        "place: a workspace keeps who decided what before, and until when."
    ),
    "equivalence-condition-unanswered": (
        "A decision under a condition lets the test stand only once the condition is met, so that of each it has to be "
        "said. Without a condition the column met may be blank."
    ),
    "equivalence-unargued": (
        "What the two differ in is worked out of both, device by device; 'eligo equivalence candidates' lists it. Each "
        "needs a reason in the column differences, after what differs and a colon; a device type alone stands for all "
        "that differs of it."
    ),
    "equivalence-argument-misplaced": (
        "Arguments are parted by semicolons, and each begins with what differs (the device type and the part, or "
        "operator or provider) and a colon. A semicolon within a reason begins another argument: write a comma."
    ),
    "equivalence-in-future": (
        "A decision counts from the day on which it was made. Mostly day and month were exchanged. One that is to hold "
        "later is stated with a condition that is not met yet."
    ),
    "matrix-unexplained": (
        "The sheet Decisions is what is read. In the matrix a cell may be changed to 'withdrawn', which withdraws that "
        "decision; everything else takes arguments, and so a line in Decisions."
    ),
    "equivalence-expired": (
        "expires_on is the last day on which the decision holds. The line may stay as a record; for the combination to "
        "need no test, decide again, and put the new decision in its place."
    ),
    "equivalence-chained": (
        "Decisions are not chained: if A stands for B and B for C, the test of A unlocks B and not C. Claim C from A "
        "itself, with arguments of its own, or have B selected."
    ),
    "request-out-of-scope": (
        "A Party or a Manufacturer may request the test of any combination (SEC H14.36A). That it is tested does not "
        "take it into the scope of a selection, which is consulted on: no share and no coverage counts it."
    ),
    "request-in-scope": (
        "Everything in scope is tested, and weighs its population. A request has no say in when: the plan opens all "
        "installations together as soon as can be. Whoever requested it can be told the day from the plan."
    ),
    "firmware-before-expected": (
        "It may simply have come early. Mostly, however, the day of receipt is that of an earlier candidate, or the "
        "expectation was brought up to date and the day of receipt was typed into the wrong line."
    ),
    "evidence-superseded": (
        "A new candidate voids the passes of its track that were made before it. The results are kept and shown with "
        "the version that they were made on; what is owed says which tests have to be run again."
    ),
    "evidence-phase-unexpected": (
        "The results are kept. For the combination to become eligible, the phases of its own route have to be passed; "
        "a phase that it does not go through neither helps nor hinders."
    ),
    "evidence-not-run": (
        "Skipped, pending and blocked tests are kept as what they are. They are no failure and no pass: the test stays "
        "owed until a run has an outcome."
    ),
}
