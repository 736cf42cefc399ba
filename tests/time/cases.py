"""The thirty-eight cases of time that go wrong elsewhere: where each is tried, or why there is none."""

from dataclasses import dataclass

DATES, ASKING = "tests/domain/test_dates.py", "tests/actions/test_asking_when.py"
REMINDERS, CHANGES = "tests/domain/test_reminders.py", "tests/stories/test_events_change.py"
HERE, DIGESTS = "tests/time/test_cases.py", "tests/stories/test_digests.py"
POLLS = "tests/stories/test_polls.py"


@dataclass(frozen=True)
class Case:
    """`tests`: "file::name". `why`: why there is nothing to try, or what of it does not hold."""

    number: int
    what: str
    tests: tuple[str, ...] = ()
    why: str = ""


def here(*names: str) -> tuple[str, ...]:
    return tuple(f"{HERE}::{name}" for name in names)


NO_SERIES = "Nothing recurs: every event is made by somebody, for one day"
CASES = (
    Case(1, "an event at 02:30 on the night the clocks go forward", (
        *here("test_01_what_the_clocks_skip_is_as_much_later_and_reminded_of_once"),
        f"{ASKING}::test_a_time_that_the_clocks_skip_is_named",
    )),
    Case(2, "an event at 02:30 on the night they go back: once", here(
        "test_02_03_what_comes_twice_is_reminded_of_once"
    )),
    Case(3, "its second 02:30, chosen on purpose", (
        *here("test_02_03_what_comes_twice_is_reminded_of_once"),
        f"{ASKING}::test_an_hour_that_comes_twice_is_asked_about",
    )),
    Case(4, "the day before, over the night that is short", (f"{REMINDERS}::test_they_come_by_day",)),
    Case(5, "the day before, over the night that is long", (f"{REMINDERS}::test_they_come_by_day",)),
    Case(6, "a digest on the Sundays when the clocks change", here("test_06_07_08_11_a_digest_a_week")),
    Case(7, "a digest at midnight or a second before", here("test_07_a_digest_is_by_day")),
    Case(8, "week 53, and New Year's Day in the old year's last week", (
        *here("test_06_07_08_11_a_digest_a_week"), f"{DATES}::test_a_phrase_is_read_as_it_is_meant",
    )),
    Case(9, "every 29 February", why=NO_SERIES),
    Case(10, "every month on the 31st", (f"{DIGESTS}::test_once_a_month_tells_of_the_month",), why=NO_SERIES),
    Case(11, "every Tuesday at 19, also after the clocks change",
         here("test_06_07_08_11_a_digest_a_week"), why=f"{NO_SERIES}; digests keep their hour"),
    Case(12, "an event that lasts all day", why="An event always has a time: the question asks for it"),
    Case(13, "made 90 minutes before it begins", (
        *here("test_13_what_was_made_just_now_needs_no_reminder"),
        f"{REMINDERS}::test_whoever_was_told_of_the_time_afterwards_is_not_reminded_of_it",
    )),
    Case(14, "moved to so near that its reminder should have gone", here("test_14_moved_to_very_near")),
    Case(15, "moved after its reminder went", here("test_15_moved_after_the_reminder_reminds_anew")),
    Case(16, "moved, and moved back", (f"{CHANGES}::test_there_and_back_again_is_no_news",)),
    Case(17, "cancelled while its reminder is on its way", here("test_17_cancelled_while_it_is_on_its_way")),
    Case(18, "cancelled, and then not", (
        f"{CHANGES}::test_a_cancellation_has_its_reason_and_ends_reminders",
    )),
    Case(19, "yes becomes no between written and sent", here("test_19_who_says_no_meanwhile_hears_nothing")),
    Case(20, "a yes after the reminder went", here("test_20_who_said_yes_only_now_knows_it")),
    Case(21, "stopped or erased between written and sent", (
        *here("test_21_who_stops_meanwhile_hears_nothing"),
        "tests/sender/test_outbox.py::test_what_lost_its_reason_is_not_sent",
        "tests/storage/test_erasure.py::test_nothing_of_them_is_left_in_a_dump",
    )),
    Case(22, "another zone, other quiet hours or another day for the digest meanwhile",
         (f"{DIGESTS}::test_the_lead_moves_it_to_another_day",),
         why="Zone and quiet hours are the cluster's, and are not changed while the bot runs"),
    Case(23, "two slots of a digest in one week, because its day was moved",
         (f"{DIGESTS}::test_two_letters_of_a_moved_source_never_come_close",)),
    Case(24, "the bot is down over it: minutes, hours, days, weeks", (
        *here("test_24_25_after_being_down", "test_24_up_again_at_night_it_waits_for_the_morning"),
        f"{DIGESTS}::test_a_letter_is_late_rather_than_lost",
        f"{DIGESTS}::test_what_a_missed_letter_would_have_told_stands_in_the_next",
        "tests/stories/test_announcements.py::test_a_time_that_passed_while_the_bot_was_down_is_asked_about_again",
    )),
    Case(25, "the bot is down over the start", here("test_24_25_after_being_down")),
    Case(26, "the clock is put an hour on, or back", here("test_26_a_clock_that_jumps_doubles_nothing")),
    Case(27, "the machine slept",
         ("tests/scheduler/test_clockwork.py::test_what_fell_due_while_the_bot_was_down_is_done_at_once",)),
    Case(28, "two replicas whose clocks differ", here("test_28_two_clocks_apart_double_nothing")),
    Case(29, "a zone's rules change before the event", here("test_29_the_zone_s_new_rules_move_the_moment")),
    Case(30, "a vote in the very moment a poll ends", here("test_30_a_vote_counts_until_the_last_moment")),
    Case(31, "votes that waited at Telegram while the bot was down",
         (f"{POLLS}::test_after_the_end_a_tap_is_kindly_refused",), why="The moment of arrival counts"),
    Case(32, "clusters in several zones", (
        *here("test_32_each_cluster_has_its_own_night"), f"{DATES}::test_each_zone_has_its_own_today",
    )),
    Case(33, "villagers abroad", here("test_33_the_time_is_that_of_the_place"),
         why="Nobody has a zone of their own"),
    Case(34, "leap seconds", why="Python and both databases have none"),
    Case(35, "after 2038", here("test_35_there_is_a_time_after_2038")),
    Case(36, '"24:00", "kl. 25", "31/2", "i morgen" at half past midnight',
         (f"{DATES}::test_every_phrase_is_read_as_it_is_meant_and_nothing_else_is_read",)),
    Case(37, "a reminder at 21:00:00", (f"{REMINDERS}::test_late_is_written_while_it_helps",)),
    Case(38, "120,000 due in the same minute", here("test_38_the_one_that_is_of_no_use_any_more_is_not_sent"),
         why="Held: none is sent too late. Not held: two hours' reminders do not overtake the day's"),
)  # fmt: skip
