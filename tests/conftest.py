"""What the tests of the conversion share: both YAML parsers, and the switch that rewrites the golden files."""

import gc
import signal
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

import kubeconv.tree.parse

#: Tests that try so many inputs, or wait so long, that together they take as long as all others. `make test` leaves them out,
#: `make coverage` and so CI run them.
SLOW = frozenset((
    "test_a_conversion_changes_nothing_but_the_logins", "test_a_cure_of_any_login_does_what_it_promises",
    "test_the_doctor_and_validate_say_the_same_of_any_login", "test_a_line_of_any_length_is_shown_in_proportionate_time",
    "test_a_login_that_is_not_meant_stays", "test_a_megabyte_of_oddities_takes_no_long_time",
    "test_a_name_with_the_shape_of_a_secret_is_not_shown", "test_a_program_that_tells_nothing_is_a_problem_and_no_crash",
    "test_a_reader_that_goes_away_is_no_crash", "test_a_run_starts_kubelogin_or_nothing",
    "test_a_thousand_files_of_a_list_take_memory_in_proportion", "test_a_value_of_the_wrong_shape_is_no_crash",
    "test_a_verdict_agrees_with_what_client_go_makes_of_it", "test_agrees_with_kubectl", "test_all_say_the_same_of_a_login",
    "test_an_issue_form_is_one", "test_any_case_of_letters_of_any_key", "test_any_file_ends_with_an_exit_code",
    "test_any_text_is_converted_or_refused", "test_closed_streams_are_no_crash",
    "test_content_in_the_place_of_a_path_is_not_shown", "test_converting_twice_is_converting_once_and_touches_nothing_else",
    "test_detect_and_validate_agree", "test_each_context_is_judged_however_many_findings_there_are",
    "test_each_of_many_that_have_the_lock_may_take_its_time", "test_every_command_helps",
    "test_every_example_is_its_own_row_in_every_dress", "test_every_row_is_said_in_full",
    "test_four_times_as_much_takes_four_times_as_long", "test_hostile_text_takes_linear_time",
    "test_it_is_linear_in_the_number_of_contexts", "test_json_fits_its_schema_and_says_the_same",
    "test_it_tells_how_much_is_done",
    "test_killed_at_any_line_nothing_is_lost", "test_killed_at_any_line_the_file_is_wholly_old_or_wholly_new",
    "test_killed_at_random_the_file_is_wholly_old_or_wholly_new", "test_large_files_take_time_in_proportion",
    "test_no_canary_in_a_wrong_type", "test_no_canary_in_any_field", "test_no_canary_near_a_mistake",
    "test_no_canary_of_a_place_that_was_thought_of", "test_no_name_of_the_file_is_in_a_redacted_report",
    "test_nobody_can_tell_whether_others_helped",
    "test_no_run_loads_pydantic", "test_no_secret_of_a_file_is_shown", "test_of_many_at_once_no_change_is_lost",
    "test_of_two_large_files_the_deep_one_is_not_judged",
    "test_on_a_terminal_it_asks_once", "test_once_and_once_more_what_was_changed",
    "test_terminated_at_any_line_the_file_is_wholly_old_or_wholly_new",
    "test_the_diff_of_one_long_line_takes_time_in_proportion", "test_the_gate_takes_time_in_proportion",
    "test_the_secret_of_an_issuer_is_not_shown_wherever_it_stands", "test_the_verdict_is_the_one_of_the_stand_in",
    "test_the_verdict_is_the_outcome", "test_thousands_of_users_are_judged_by_their_kinds",
    "test_two_machines_say_the_same", "test_two_mistakes_do_not_hide_each_other",
    "test_versions_and_the_chain_agree_on_every_call", "test_versions_and_the_doctor_agree_on_this_machine",
    "test_what_a_fix_foresees_comes_true",
    "test_the_logins_that_a_message_is_about_are_those_of_which_the_doctor_says_it",
))  # fmt: skip

FIXTURES = Path(__file__).parent.parent / "fixtures"

# The same examples in every run: what fails in CI fails on every machine. Slow machines are no reason to fail.
settings.register_profile("kubeconv", derandomize=True, deadline=None, print_blob=True)
# Other examples in every run, for `make fuzz`.
settings.register_profile("fuzz", max_examples=1000, deadline=None, print_blob=True, database=None)
settings.load_profile("kubeconv")

# Under nohup and in the background of a shell, signals are ignored here and so in every process that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):  # not on Windows
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the golden files anew; then read the git diff."
    )


@pytest.fixture(params=["libyaml", "grammar"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs the test with libyaml first, then with our grammar alone."""
    name: str = request.param
    if name == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(kubeconv.tree.parse, "LOADER", {"libyaml": yaml.CSafeLoader, "grammar": None}[name])
    return name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.name.partition("[")[0] in SLOW:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What is there before the first test stays: the garbage collector need not look at it, nor a fork copy it."""
    gc.collect()
    gc.freeze()
