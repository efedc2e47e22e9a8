"""Every hostile file; and those that are not refused as they should be yet."""

from __future__ import annotations

import re

from faults import hostile_archives as archives
from faults import hostile_files as files
from faults import hostile_templates as templates
from faults import hostile_workbooks as workbooks
from faults.hostile import Hostile, Make
from faults.limited import LimitedReader

HOSTILE: tuple[Make, ...] = (
    files.empty,
    files.nothing_but_spaces,
    files.nothing_but_a_mark,
    files.json_by_a_wrong_name,
    files.rtf_by_a_wrong_name,
    files.empty_workbook_file,
    files.name_without_suffix,
    files.document,
    files.workbook_with_macros_by_its_name,
    files.text_called_workbook,
    files.workbook_called_text,
    files.old_workbook_called_text,
    files.old_workbook_called_new,
    files.page_called_old_workbook,
    files.portable_document_called_text,
    files.picture_called_text,
    files.nul_bytes,
    files.nul_characters_in_utf_16,
    files.utf_16_cut_in_half_a_character,
    files.utf_32,
    files.bytes_of_no_encoding,
    files.quote_that_is_never_closed,
    files.one_long_line,
    files.one_long_cell,
    files.ten_million_columns,
    files.ten_million_lines,
    archives.cut_in_half,
    archives.cut_at_the_end,
    archives.bytes_changed_inside,
    archives.encrypted_by_its_flag,
    archives.encrypted_by_an_office_program,
    archives.bomb_in_the_sheet,
    archives.bomb_in_the_strings,
    archives.bomb_beside_the_workbook,
    archives.bomb_that_lies_about_its_size,
    archives.parts_that_overlap,
    archives.zip_that_is_no_workbook,
    archives.path_out_of_the_archive,
    archives.part_named_twice,
    archives.part_packed_in_another_way,
    archives.gz_bomb,
    archives.gz_bomb_of_little_ratio,
    archives.gz_with_more_behind_it,
    archives.gz_cut_in_half,
    archives.text_called_gz,
    archives.text_called_zip,
    archives.zip_with_path_name,
    archives.zip_with_absolute_name,
    archives.zip_in_a_zip,
    archives.zip_of_nothing,
    archives.zip_with_password,
    workbooks.document_type,
    workbooks.entity_from_a_file,
    workbooks.billion_laughs,
    workbooks.elements_within_each_other,
    workbooks.one_endless_tag,
    workbooks.names_without_end,
    workbooks.macros,
    workbooks.macros_by_another_name,
    workbooks.word_document,
    workbooks.sheet_that_breaks_off,
    workbooks.sheet_of_noise,
    workbooks.sheet_without_part,
    workbooks.strings_without_part,
    workbooks.string_that_is_not_there,
    workbooks.cell_in_the_last_corner,
    workbooks.cell_in_the_last_corner_written_otherwise,
    workbooks.cell_in_the_last_corner_in_other_quotes,
    workbooks.row_that_stands_a_million_times,
    workbooks.row_beyond_any,
    workbooks.column_beyond_any,
    workbooks.properties_without_end,
    workbooks.sheets_of_one_part,
    workbooks.sheets_without_end,
    workbooks.sheet_that_leads_nowhere,
    workbooks.merges_over_each_other,
    templates.table_of_something_else,
    templates.no_header,
    templates.column_missing,
    templates.column_twice,
    templates.header_far_below,
    templates.name_that_does_not_say_who_sends_it,
    templates.name_with_an_unknown_role,
    templates.no_table_in_the_workbook,
    templates.no_organisation,
    templates.role_that_there_is_not,
    templates.snapshot_that_is_no_day,
)

NOT_YET_REFUSED: dict[Make, str] = {}
"""Hostile files that are not refused as they should be yet, and why: one that is, after all, fails the tests."""


def name_of(make: Make) -> str:
    """``files.empty``: the page it stands on and its own name."""
    return f"{make.__module__.rpartition('hostile_')[2]}.{make.__name__}"


def complaint(reader: LimitedReader, file: Hostile) -> str:
    """Why the file is not refused as it should be; nothing where it is."""
    kind, said = reader.outcome_of(file.name, file.content)
    if kind not in file.error.split(" or "):
        return f"{file.error} was expected, and it was {kind}: {said[:300]}"
    if not re.search(file.cause, said, re.IGNORECASE):
        return f"the cause ({file.cause}) is not named: {said[:300]}"
    return ""
