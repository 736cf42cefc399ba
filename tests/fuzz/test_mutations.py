"""The fuzzer itself: what it makes is wrong, but not of any size."""

import json
from random import Random

from bot.webhook import LARGEST
from tests.fuzz.mutations import Wire, repeated


def test_what_is_repeated_grows_too_large_for_us_but_not_for_the_machine():
    sizes = []
    for seed in range(30):
        rows = [[{"text": "Ja", "callback_data": "v1:a"} for _ in range(2)] for _ in range(3)]
        update = {"message": {"reply_markup": {"inline_keyboard": rows}}}
        sizes.append(len(json.dumps(grown(Random(seed), update))))
    assert LARGEST < max(sizes) < 30_000_000


def grown(chance: Random, update: Wire) -> Wire:
    for _ in range(6):
        update = repeated(chance, update, [])
    return update
