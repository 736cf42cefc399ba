"""The 98 nasty inputs: what comes, and what has to come of it.

Where it is tried: in the rows of test_nasty.py that begin with the number, in the tests named here, or in
both. What cannot happen to us says why.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`tried`: "folder/file:test", several with a space between."""

    number: int
    comes: str
    expected: str
    tried: str = ""
    cannot: str = ""


WEBHOOK = "intake/test_webhook"
TURNS = "intake/test_turns"
NASTY = "nasty/test_nasty"
NO_FILES = "the bot downloads nothing: a picture is kept by Telegram's own number for it, and sent by that"
NO_CSV = "we write no such file: what people get is JSON and plain text"
NO_PAGES = "there are no pages yet: HTTP serves the webhook, /healthz, /readyz and figures"

CASES = (
    Case(
        1,
        "no secret, or a wrong one",
        "403, nothing read and nothing kept",
        f"{WEBHOOK}:test_whoever_does_not_know_the_secret_is_turned_away",
    ),
    Case(
        2,
        "a body larger than any update",
        "413",
        f"{WEBHOOK}:test_what_is_larger_than_any_update_is_not_read",
    ),
    Case(
        3,
        "JSON cut short",
        "200, a dead letter",
        f"{WEBHOOK}:test_what_nobody_can_read_is_a_dead_letter_and_not_brought_again",
    ),
    Case(
        4,
        "JSON that is no object, or has nothing in it",
        "200; a dead letter, or ticked off",
        f"{WEBHOOK}:test_what_nobody_can_read_is_a_dead_letter_and_not_brought_again",
    ),
    Case(
        5,
        "nested a hundred thousand deep",
        "200, a dead letter",
        f"{WEBHOOK}:test_what_nobody_can_read_is_a_dead_letter_and_not_brought_again",
    ),
    Case(
        6,
        "a key that is there twice",
        "the last one counts",
        f"{WEBHOOK}:test_of_a_key_that_is_there_twice_the_last_counts",
    ),
    Case(
        7,
        "half a surrogate pair",
        "U+FFFD in its place",
        "intake/test_batch:test_half_a_surrogate_pair_is_replaced_and_a_whole_one_kept",
    ),
    Case(
        8,
        "no number, a negative one, one too large",
        "a dead letter",
        "intake/test_batch:test_what_has_no_usable_number_is_unusable_and_confirms_nothing",
    ),
    Case(
        9,
        "the same update again",
        "counts once",
        f"{NASTY}:test_a_replay_counts_once {TURNS}:test_the_same_update_again_changes_nothing",
    ),
    Case(
        10,
        "out of order, with gaps, counted anew after a week",
        "taken as they come",
        f"{WEBHOOK}:test_numbers_may_have_gaps_and_come_out_of_order "
        "intake/test_poller:test_after_a_day_of_silence_the_offset_is_forgotten_while_it_runs",
    ),
    Case(11, "a kind of update nobody knows", "ticked off in silence"),
    Case(12, "a date before or beyond all time", "a dead letter"),
    Case(
        13,
        "another content type, in pieces, a bomb in gzip",
        "read as JSON whatever it says; 413",
        f"{WEBHOOK}:test_a_bomb_in_gzip_is_not_unpacked "
        f"{WEBHOOK}:test_what_is_larger_than_any_update_is_not_read "
        f"{WEBHOOK}:test_what_kind_of_body_it_says_it_is_does_not_matter",
    ),
    Case(
        14,
        "a hundred posts side by side",
        "each chat's in their order",
        f"{WEBHOOK}:test_a_hundred_posts_side_by_side_keep_each_chat_in_order",
    ),
    Case(15, "GET, PUT, HEAD", "405", f"{WEBHOOK}:test_only_a_post_gets_in"),
    Case(
        16,
        "a body that never ends",
        "408 after a while",
        f"{WEBHOOK}:test_a_body_that_never_ends_is_not_waited_for",
    ),
    Case(
        17,
        "somebody else polls with our token",
        "a sentence for the operator, and patience",
        "intake/test_poller:test_another_program_with_the_token_is_named_once",
    ),
    Case(
        18,
        "an update that breaks its handler",
        "three attempts, an apology, the chat goes on",
        f"{TURNS}:test_after_three_failures_there_is_an_apology_and_the_chat_goes_on "
        f"{TURNS}:test_a_field_of_another_kind_than_telegram_promises_is_read_by_nobody",
    ),
    Case(19, "HTML", "words like others"),
    Case(20, "Markdown", "words like others"),
    Case(21, "4,096 characters", "too long, and how many are not"),
    Case(
        22,
        "a family in one emoji",
        "counted as Telegram counts",
        "domain/test_text:test_telegram_counts_an_emoji_as_two",
    ),
    Case(
        23,
        "two hundred skin tones as a name",
        "a short name",
        f"{NASTY}:test_two_hundred_skin_tones_are_a_short_name",
    ),
    Case(24, "text that runs backwards", "the marks are taken out"),
    Case(25, "nothing that can be seen", "nothing I can read"),
    Case(26, "control characters", "taken out", "domain/test_text:test_what_cannot_be_seen_or_stored_goes"),
    Case(27, "letters with the accent apart", "the same word"),
    Case(28, "Cyrillic look-alikes", "another word; a name gives no power"),
    Case(29, "five hundred accents", "four a letter"),
    Case(30, "only emoji", "other words, please"),
    Case(
        31,
        "thousands of line breaks",
        "two at most",
        "domain/test_text:test_cleaning_twice_is_cleaning_once_and_can_always_be_stored",
    ),
    Case(32, "SQL", "words like others"),
    Case(33, "format strings", "words like others"),
    Case(34, "templates", "words like others"),
    Case(35, "commands in the middle, of another bot, misspelt", "only our own, and only at the beginning"),
    Case(
        36,
        "a link too long, used, or of another cluster",
        "the same answer to all",
        "stories/test_roles:test_unknown_used_and_old_links_get_the_same_answer",
    ),
    Case(37, "a link that is a path or a script", "as if there were none"),
    Case(38, "a CPR number", "a warning, and it is not kept"),
    Case(
        39,
        "mentions and fifty addresses",
        "words; ideas can be reported",
        "stories/test_ideas:test_three_reports_hide_it_until_somebody_has_looked",
    ),
    Case(40, "javascript: and its like", "never a link"),
    Case(41, "yes, when nothing was asked", "what one can do"),
    Case(
        42,
        "an answer to a question of last month",
        "the question is gone, kindly",
        "stories/test_sign_up:test_an_unfinished_sign_up_is_forgotten_after_a_day",
    ),
    Case(43, "another language", "asked again"),
    Case(
        44,
        "dates that are none, digits of other scripts",
        "asked again, with an example",
        "domain/test_dates:test_whatever_is_written_something_is_answered",
    ),
    Case(
        45,
        "a thousand million people, minus five, two and a half",
        "asked again, with the range",
        "stories/test_events:test_answers_that_are_none_are_asked_again",
    ),
    Case(46, "% and _ in a search", "characters like others"),
    Case(
        47,
        "what makes a regular expression slow",
        "answered as fast as ever",
        "domain/test_dates:test_a_long_phrase_is_no_work",
    ),
    Case(
        48,
        "sixty messages at once",
        "one notice, then silence",
        f"{NASTY}:test_thirty_messages_at_once_are_answered_or_kindly_stopped",
    ),
    Case(
        49,
        "forged buttons: other numbers, other clusters, too many parts",
        "an old button, or not for you",
        "actions/test_matrix:test_every_role_may_do_what_it_may_and_nothing_else",
    ),
    Case(50, "a button with nothing, bytes or emoji in it", "an old button"),
    Case(
        51,
        "a button that somebody else was given",
        "says nothing about anybody",
        f"{NASTY}:test_a_button_pressed_in_a_group_says_nothing_about_anybody",
    ),
    Case(52, "a button of last year", "an old button"),
    Case(
        53,
        "two taps at once",
        "one effect",
        "stories/test_sign_up:test_a_double_tap_counts_once "
        "storage/test_polls:test_votes_at_once_count_once_each",
    ),
    Case(
        54,
        "yes, no, yes",
        "the last one counts",
        "storage/test_polls:test_a_ballot_holds_what_was_ticked_last",
    ),
    Case(55, "a button under a message that is gone", "a new message"),
    Case(
        56,
        "a button after leaving",
        "sign up first; nobody is made anew",
        "stories/test_rights:test_whoever_comes_back_is_somebody_new",
    ),
    Case(
        57,
        "a tap Telegram has forgotten",
        "counted, no error",
        f"{TURNS}:test_a_tap_that_can_no_longer_be_answered_is_counted",
    ),
    Case(
        58,
        "an edit that changes nothing, or of what is gone",
        "done, or a new message",
        "sender/test_sender:test_an_edit_that_changes_nothing_counts_as_sent "
        "sender/test_sender:test_an_edit_of_a_message_that_is_gone_becomes_a_new_message",
    ),
    Case(
        59,
        "more buttons than fit",
        "pages",
        "views/test_group_views:test_nothing_is_longer_than_one_can_read",
    ),
    Case(
        60,
        "a steering group's button, pressed by somebody else",
        "not for you",
        "actions/test_matrix:test_every_role_may_do_what_it_may_and_nothing_else",
    ),
    Case(
        61,
        "two send the same announcement",
        "everybody gets it once",
        "storage/test_mass:test_nobody_gets_it_twice "
        "stories/test_announcements:test_nobody_agrees_with_oneself",
    ),
    Case(62, "a button of another version of the bot", "an old button"),
    Case(
        63,
        "an edited answer or command",
        "nothing: an edit is no answer",
        f"{TURNS}:test_edits_and_channels_are_passed_over",
    ),
    Case(
        64,
        "a photo, a voice, a sticker, dice where words are asked for",
        "what I understand, and the question stays",
    ),
    Case(65, "a photo with the answer under it", "the words are the answer"),
    Case(
        66,
        "an album of ten",
        "one answer",
        "stories/test_things:test_an_album_nobody_asked_for_gets_one_answer",
    ),
    Case(67, "a file of twenty megabytes", "not fetched", cannot=NO_FILES),
    Case(68, "a program, a bomb, a picture that says where it was taken", "not fetched", cannot=NO_FILES),
    Case(69, "a forwarded message", "the words of who forwards it"),
    Case(70, "a message made by another bot", "the words of who sends it"),
    Case(71, "a reply to somebody else's message", "words like others"),
    Case(72, "somebody's contact card", "not kept"),
    Case(73, "a place that moves", "nothing"),
    Case(74, "somebody pinned something", "what I understand"),
    Case(75, "a poll of Telegram's", "what I understand"),
    Case(
        76,
        "reactions, boosts, business",
        "nothing; we do not even ask for them",
        f"{WEBHOOK}:test_telegram_is_told_the_secret_and_what_we_read",
    ),
    Case(
        77,
        "START from somebody who had blocked us",
        "reachable again",
        "phone/test_phone:test_blocking_and_coming_back",
    ),
    Case(
        78,
        "a deleted account",
        "out of reach",
        "sender/test_delivery:test_a_closed_chat_makes_the_person_unreachable",
    ),
    Case(
        79,
        "no name, a name nobody sees, a very long one",
        "a neighbour",
        "stories/test_frame:test_a_person_without_a_name_is_a_neighbour",
    ),
    Case(
        80,
        "a private command in a group",
        "the way to us, and nothing else",
        f"{NASTY}:test_in_a_group_only_the_way_to_us_is_said",
    ),
    Case(
        81,
        "a group that became another",
        "letters follow it",
        "sender/test_outbox:test_a_group_that_moved_takes_its_waiting_letters_along",
    ),
    Case(
        82,
        "channels, and Telegram itself",
        "nothing",
        "intake/test_visits:test_edits_channels_bots_and_the_unknown_get_no_answer",
    ),
    Case(83, "an anonymous administrator", "no say", f"{NASTY}:test_an_anonymous_administrator_has_no_say"),
    Case(
        84,
        "somebody who writes as a channel",
        "nobody",
        "intake/test_visits:test_a_nameless_sender_is_heard_in_a_group_but_is_nobody",
    ),
    Case(85, "other bots", "nothing"),
    Case(
        86,
        "a stranger's group",
        "silent but for our own commands",
        f"{NASTY}:test_in_a_group_only_commands_for_us_are_answered",
    ),
    Case(
        87,
        "blocked or thrown out while a thousand letters go",
        "that letter ends, the rest go on",
        "sender/test_sender:test_a_blocked_bot_makes_the_person_unreachable_and_spares_them_the_rest "
        "sender/test_sender:test_a_group_that_threw_the_bot_out_says_nothing_about_the_person_who_wrote",
    ),
    Case(
        88,
        "one person with two accounts, two with one phone",
        "one voice an account",
        cannot="nobody can tell: we ask for no papers, and a poll's result says how many accounts answered",
    ),
    Case(
        89,
        "numbers beyond 32 bits",
        "kept whole",
        "intake/test_inbox:test_an_update_of_somebody_with_a_large_number_is_kept",
    ),
    Case(90, "a fourteen-year-old", "the public information, and nothing kept"),
    Case(91, "a cell that begins with =", "kept as text", cannot=NO_CSV),
    Case(92, "quotes and line breaks in a cell", "read back alike", cannot=NO_CSV),
    Case(
        93,
        "a calendar entry inside a title",
        "a title",
        "views/test_calendar:test_nobody_can_write_a_second_event_into_a_title",
    ),
    Case(
        94,
        "line breaks in a file's name",
        "names are ours",
        cannot="files go through Telegram, under names that are written in our code",
    ),
    Case(95, "paths that climb", "404", f"{WEBHOOK}:test_no_path_leads_to_a_file"),
    Case(
        96,
        "addresses for us to open",
        "never opened",
        "sender/test_sender:test_buttons_and_links_come_along_and_links_show_no_preview",
    ),
    Case(
        97,
        "another Host, a forged X-Forwarded-For",
        "makes no difference",
        f"{WEBHOOK}:test_what_a_proxy_is_said_to_have_said_makes_no_difference",
    ),
    Case(98, "?next=//elsewhere", "nobody is sent on", cannot=NO_PAGES),
)
