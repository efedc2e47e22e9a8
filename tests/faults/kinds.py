"""Every kind of fault, by what it can be put into; and what is not read right yet.

One kind is one function: its name says what is changed, its body which code is expected at which cell.
"""

from __future__ import annotations

from collections.abc import Callable

from faults import kinds_counts as counts
from faults import kinds_devices as devices
from faults import kinds_firmware as firmware
from faults import kinds_parts as parts
from faults import kinds_rows as rows
from faults import kinds_shapes as shapes
from faults import kinds_typed as typed
from faults import kinds_upgrades as upgrades
from faults import kinds_values as values
from faults.draft import Draft
from faults.forms import RICH_WORKBOOKS, WORKBOOKS

Kind = Callable[[Draft], None]

IN_ANY_FORM: tuple[Kind, ...] = (
    counts.negative,
    counts.negative_with_separator,
    counts.fractional_with_point,
    counts.fractional_with_comma,
    counts.not_a_number,
    counts.with_footnote_mark,
    counts.of_five_thousand_digits,
    counts.missing,
    counts.both_wrong,
    counts.implausible,
    counts.wrong_in_optional_column,
    counts.with_thousands_comma,
    counts.with_thousands_space,
    counts.with_thousands_apostrophe,
    counts.with_continental_separators,
    counts.with_separators_of_both_kinds,
    counts.marked_as_text,
    counts.with_plus_and_comma,
    counts.with_spaces_around,
    counts.with_zero_decimals,
    counts.with_leading_zeros,
    counts.blank_where_optional,
    counts.placeholder_where_optional,
    values.supplier_missing,
    values.operator_missing,
    values.operator_unknown,
    values.capability_unknown,
    values.capability_missing,
    values.fuel_unknown,
    values.fuel_missing,
    values.provider_missing,
    values.display_kind_unknown,
    values.upgradable_unknown,
    values.intention_unknown,
    values.several_wrong,
    values.values_in_other_words,
    values.intention_in_full,
    values.intention_blank,
    devices.model_missing,
    devices.meter_missing,
    devices.hub_missing,
    devices.dual_fuel_without_gas_meter,
    devices.single_fuel_with_gas_meter,
    devices.display_condition_missing,
    devices.display_condition_assumed,
    devices.display_left_out,
    devices.maker_missing,
    devices.maker_inferred,
    devices.maker_unknown,
    devices.model_unknown,
    devices.hardware_missing,
    devices.hardware_inferred,
    devices.hardware_unknown,
    devices.makers_as_people_type_them,
    devices.models_as_people_type_them,
    devices.placeholders_for_no_device,
    devices.device_of_five_faults,
    firmware.missing,
    firmware.unknown,
    firmware.eight_digits_of_two_readings,
    firmware.eight_digits_of_no_reading,
    firmware.bcd,
    firmware.hexadecimal,
    firmware.hexadecimal_without_letter,
    firmware.date_as_text,
    firmware.date_as_text_of_no_version,
    firmware.date_as_text_of_two_versions,
    firmware.with_footnote_mark,
    firmware.as_people_type_it,
    firmware.to_be_confirmed,
    firmware.of_five_thousand_digits,
    rows.totals_below,
    rows.grand_total_below,
    rows.totals_in_between,
    rows.totals_under_another_column,
    rows.repeated,
    rows.repeated_with_spaces,
    rows.repeated_twice,
    rows.repeated_fault,
    rows.differs_in_one_cell,
    rows.differs_in_count,
    rows.blank_in_between,
    rows.spaces_in_between,
    rows.blank_below,
    rows.remark_beside,
    rows.header_once_more,
    rows.two_level_header_once_more,
    rows.totals_of_a_part,
    rows.row_in_one_cell,
    rows.most_rows_parted_by_another_sign,
    upgrades.plan,
    upgrades.incomplete,
    upgrades.incomplete_twice,
    upgrades.device_type_unknown,
    upgrades.completion_is_no_date,
    upgrades.firmware_of_no_reading,
    upgrades.firmware_unknown,
    upgrades.model_unknown,
    upgrades.cycle,
    upgrades.cycle_of_one,
    upgrades.chain,
    upgrades.shadowed,
    upgrades.beyond_horizon,
    upgrades.on_the_horizon,
    upgrades.repeated,
    upgrades.typed_in_other_words,
)

OF_SUPPLIERS: tuple[Kind, ...] = (values.of_another_supplier, values.own_name_in_capitals)

OF_OPERATORS: tuple[Kind, ...] = (values.of_another_operator, values.supplier_called_total)

IN_WORKBOOKS: tuple[Kind, ...] = (
    typed.firmware_became_a_date,
    typed.firmware_date_of_no_version,
    typed.firmware_date_of_two_versions,
    typed.firmware_became_a_number,
    typed.firmware_lost_leading_zeros,
    typed.firmware_became_a_power,
    typed.eight_digits_became_a_number,
    typed.hexadecimal_became_a_number,
    typed.hexadecimal_became_a_power,
    typed.ambiguous_eight_digits_became_a_number,
    typed.firmware_number_of_no_version,
    typed.firmware_number_of_two_versions,
    typed.firmware_became_a_boolean,
    typed.hardware_became_a_date,
    typed.hardware_became_a_number,
    typed.model_became_a_date,
    typed.count_is_a_fraction,
    typed.count_is_negative,
    typed.count_is_a_date,
    typed.count_is_a_boolean,
    upgrades.completion_is_a_date_cell,
    upgrades.ambiguous_eight_digits_became_a_number,
)

IN_RICH_WORKBOOKS: tuple[Kind, ...] = (
    typed.firmware_is_an_error,
    typed.count_is_infinite,
    typed.count_is_not_a_number_cell,
    typed.count_is_an_error,
    typed.count_is_a_formula,
    typed.text_is_a_formula,
    typed.count_is_a_formula_without_value,
    typed.text_is_a_formula_without_value,
    typed.provider_is_an_error,
    typed.configuration_is_a_formula_without_value,
    typed.formula_into_another_file,
    shapes.supplier_merged_down,
    shapes.count_merged_down,
)

SHAPES_OF_TABLES: tuple[Kind, ...] = (
    shapes.header_in_other_words,
    shapes.header_in_capitals,
    shapes.columns_in_another_order,
    shapes.columns_of_ones_own,
)

SHAPES_ON_SHEETS: tuple[Kind, ...] = (
    shapes.titles_above,
    shapes.forty_lines_above,
    shapes.two_level_header,
    shapes.two_level_header_in_every_cell,
    shapes.column_without_header,
    shapes.table_off_the_margin,
)
"""What a table that is nothing but columns (Parquet) cannot have."""

SHAPES_OF_WORKBOOKS: tuple[Kind, ...] = (shapes.other_sheets,)

SHAPES_OF_RICH_WORKBOOKS: tuple[Kind, ...] = (
    shapes.sheets_in_other_case,
    shapes.hidden_table,
    shapes.hidden_lines_and_columns,
    shapes.merged_titles,
    shapes.dates_from_1904,
    parts.formatting_far_below,
    parts.formatting_in_the_last_corner,
    parts.dimension_of_a_whole_sheet,
    parts.prefixes_on_every_element,
    parts.link_to_another_workbook,
    parts.strings_of_several_runs,
)

ONCE_A_FILE: tuple[Kind, ...] = (upgrades.incomplete_twice, upgrades.ambiguous_eight_digits_became_a_number)
"""Kinds that put the same line each time, so that a second one would only repeat the first."""

NOT_YET: dict[Kind, str] = {}
"""Kinds that are not read right yet, and why. One that is read right fails the tests until it is taken out."""

ALL: tuple[Kind, ...] = (
    *IN_ANY_FORM,
    *OF_SUPPLIERS,
    *OF_OPERATORS,
    *IN_WORKBOOKS,
    *IN_RICH_WORKBOOKS,
    *SHAPES_OF_TABLES,
    *SHAPES_ON_SHEETS,
    *SHAPES_OF_WORKBOOKS,
    *SHAPES_OF_RICH_WORKBOOKS,
)


def name_of(kind: Kind) -> str:
    """``counts.negative``: the page it stands on and its own name."""
    return f"{kind.__module__.rpartition('kinds_')[2]}.{kind.__name__}"


def cell_kinds(form: str, *, supplier: bool) -> tuple[Kind, ...]:
    """The kinds that change a cell or a line of a return of that form and role."""
    return (
        *IN_ANY_FORM,
        *(OF_SUPPLIERS if supplier else OF_OPERATORS),
        *(IN_WORKBOOKS if form in WORKBOOKS else ()),
        *(IN_RICH_WORKBOOKS if form in RICH_WORKBOOKS else ()),
    )


def shape_kinds(form: str) -> tuple[Kind, ...]:
    """The kinds that change the table or the workbook of a return of that form."""
    return (
        *SHAPES_OF_TABLES,
        *(SHAPES_ON_SHEETS if form != "parquet" else ()),
        *(SHAPES_OF_WORKBOOKS if form in WORKBOOKS else ()),
        *(SHAPES_OF_RICH_WORKBOOKS if form in RICH_WORKBOOKS else ()),
    )
