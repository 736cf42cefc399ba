"""Whole numbers as people write them: "7", "syv", "enogtyve", "twenty-five". Never "a dozen"."""

MOST_DIGITS = 4

_DANISH = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
    "nitten"
)
_DANISH_TENS = "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems"
_DANISH_ONES = "en to tre fire fem seks syv otte ni"
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _words() -> dict[str, int]:
    found = {word: number for line in (_DANISH, _ENGLISH) for number, word in enumerate(line.split())}
    for ten, word in enumerate(_DANISH_TENS.split(), start=2):
        found[word] = ten * 10
        for one, small in enumerate(_DANISH_ONES.split(), start=1):
            found[f"{small}og{word}"] = ten * 10 + one
    ones = _ENGLISH.split()[1:10]
    for ten, word in enumerate(_ENGLISH_TENS.split(), start=2):
        found[word] = ten * 10
        for one, small in enumerate(ones, start=1):
            found[f"{word}-{small}"] = found[f"{word} {small}"] = ten * 10 + one
    hundred = ("hundrede", "et hundrede", "a hundred", "one hundred")
    return found | {"et": 1, "én": 1, "ét": 1} | dict.fromkeys(hundred, 100)


WORDS = _words()


def read_number(words: str) -> int | None:
    """The whole number they wrote, 0 to 9999 in digits and to 100 in words; None for anything else."""
    said = " ".join(words.casefold().split())
    if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS:
        return int(said)
    return WORDS.get(said)
