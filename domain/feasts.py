"""The days Danes keep: which day is one, and when the next of that name is."""

from datetime import date
from functools import cache

_OURS = {(6, 23): "saint_johns_eve"}
"""Kept in every village, and in no law."""
_NAMES = {
    "saint_johns_eve": "sankt hans|sankthans|sankt hans aften|sankthansaften",
    "new_years_day": "nytårsdag|new year's day",
    "maundy_thursday": "skærtorsdag|maundy thursday",
    "good_friday": "langfredag|good friday",
    "easter_sunday": "påskedag|påskesøndag|easter sunday|easter day",
    "easter_monday": "2. påskedag|anden påskedag|easter monday",
    "ascension_day": "kristi himmelfartsdag|kristi himmelfart|ascension day",
    "pentecost": "pinsedag|pinsesøndag|whit sunday|pentecost",
    "pentecost_monday": "2. pinsedag|anden pinsedag|whit monday|pentecost monday",
    "constitution_day": "grundlovsdag|constitution day",
    "christmas_eve": "juleaften|juleaftensdag|christmas eve",
    "christmas_day": "juledag|1. juledag|1 juledag|første juledag|christmas day",
    "second_day_of_christmas": "2. juledag|2 juledag|anden juledag|boxing day",
    "new_years_eve": "nytårsaften|nytårsaftensdag|new year's eve",
}
NAMED = {name: feast for feast, names in _NAMES.items() for name in names.split("|")}
"""Every name that people write, and the feast it means."""


def feast(day: date) -> str | None:
    """Which feast is kept that day; None on a day like others."""
    return next((name for name, kept in _year(day.year).items() if kept == day), None)


def next_feast(name: str, today: date) -> date:
    """The first day from today on which it is kept."""
    this_year = feast_of(name, today.year)
    return this_year if this_year >= today else feast_of(name, today.year + 1)


def feast_of(name: str, year: int) -> date:
    """The day it is kept in that year."""
    return _year(year)[name]


@cache
def _year(year: int) -> dict[str, date]:
    """Two may fall on one day, as Whit Monday and 5 June do in 2028."""
    import holidays  # noqa: PLC0415 - takes 5 MiB: only where somebody asks for a day

    kept = holidays.country_holidays(
        "DK", years=year, language="en_US", categories=("public", "optional"), expand=False
    )
    found = {_key(name): day for day, names in kept.items() for name in names.split("; ")}
    ours = {name: date(year, month, day) for (month, day), name in _OURS.items()}
    return {name: day for name, day in (found | ours).items() if name in _NAMES}


def _key(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "_")
