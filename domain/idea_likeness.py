"""Which ideas are like a new one: by the stems of their words, parts of compounds, slips of the finger."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from domain.ideas import Idea
from domain.skill_matching import stem_of
from domain.skill_words import plain, words_of

MOST_ALIKE: Final = 3
LIKE: Final = 0.5
"""Half of what the shorter title says is said by the other."""
SAME, PART, MISSPELT = 1.0, 0.8, 0.75
"""How much two words are one: the same, one within the other, a letter wrong."""
IN_THE_TEXT: Final = 0.6
"""A word found in why, not in the title, counts for less."""
A_PLACE: Final = 0.5
"""What is to be done tells more than where: "ved skolen"."""
SHORTEST_PART: Final = 3
SHORTEST_MISSPELT: Final = 5
MOST_WORDS: Final = 40

_DANISH: Final = (
    "en et den det de der som at og eller men i på til for fra af med om ved hos over under mellem vi jeg du"
    " man os vores min din jeres skal kan vil bør må burde kunne ville skulle er var være blive bliver få får"
    " have har lave laver lav mere flere mange meget ny nyt nye gammel gamle stor stort store lille små god"
    " godt gode bedre idé ide forslag landsby landsbyen byen by her nogle noget alle hele så også igen måske"
)
_ENGLISH: Final = (
    "a an the of and or to for from with in on at by we i you should could would be is are make more new"
)
_COMMON: Final = (
    "fælles lokal lokale sammen tilbud mulighed muligheder aktivitet aktiviteter arrangement arrangementer"
    " møde mødested mødesteder sted steder område områder plads pladser projekt gruppe klub dag dage aften"
    " weekend sommer vinter år måned uge hver borger borgere beboer beboere nabo naboer folk familie familier"
    " børn unge ældre voksne hjælp hjælpe samle holde starte bygge hygge hyggelig sjov åben åbent gratis grøn"
    " grønne common shared community together local activity activities event events place area project group"
    " club day evening summer winter week children young old people neighbours help build open"
)
"""They fit almost any idea."""
_BEFORE_A_PLACE: Final = frozenset(words_of(plain("ved på i til fra hos at in by to")))
_SMALL: Final = frozenset(words_of(plain(f"{_DANISH} {_ENGLISH}")))
_FITS_ALL: Final = frozenset(words_of(plain(_COMMON)))


def alike(
    title: str, why: str, others: Iterable[Idea], villages: Iterable[str] = (), most: int = MOST_ALIKE
) -> Sequence[Idea]:
    """Those like it, the likest first; of two alike, the one with more supporters. `villages`: by name."""
    names = tuple(villages)
    ranked = [(likeness(title, why, one, names), one) for one in others]
    near = [(score, one) for score, one in ranked if score >= LIKE]
    return [one for _, one in sorted(near, key=lambda pair: (-pair[0], -pair[1].supporters, pair[1].id))][
        :most
    ]


def likeness(title: str, why: str, other: Idea, villages: Sequence[str] = ()) -> float:
    """From 0 to 1, the same in both directions: how much of either title the other idea says.

    Words that fit almost any idea, and the names of the `villages`, make no likeness by themselves.
    """
    wide = _wide(tuple(villages))
    ours, theirs = _stems(title), _stems(other.title)
    if not ours or not theirs:
        return 0.0
    our_text, their_text = _stems(why), _stems(other.why)
    return max(_said(ours, theirs, their_text, wide), _said(theirs, ours, our_text, wide))


def _said(
    title: Mapping[str, float], by: Mapping[str, float], also: Mapping[str, float], wide: frozenset[str]
) -> float:
    """How much of a title another says, helped by its text; nothing where no word stands in both titles.

    A title of nothing but wide words is said by one that has them all.
    """
    shared = {word for word in title if _best(word, by)}
    if not (shared - wide or shared.issuperset(title)):
        return 0.0
    found = sum(
        weight * max(_best(word, by), IN_THE_TEXT * _best(word, also)) for word, weight in title.items()
    )
    return found / sum(title.values())


def _best(word: str, words: Iterable[str]) -> float:
    return max((_same(word, other) for other in words), default=0.0)


def _same(one: str, other: str) -> float:
    if one == other:
        return SAME
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_PART and (long.endswith(short) or long.startswith(short)):
        return PART
    if len(short) >= SHORTEST_MISSPELT and OSA.distance(one, other) == 1:
        return MISSPELT
    return 0.0


@lru_cache(maxsize=2048)
def _stems(text: str) -> Mapping[str, float]:
    """Of the words that say something, as typed on any keyboard, with their weight."""
    found: dict[str, float] = {}
    where = False
    for word in words_of(plain(text))[:MOST_WORDS]:
        if word not in _SMALL:
            found.setdefault(_stem(word), A_PLACE if where else 1.0)
        where = word in _BEFORE_A_PLACE
    return found


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return stem_of("da", word).removesuffix("e")


@lru_cache(maxsize=64)
def _wide(villages: Sequence[str]) -> frozenset[str]:
    """Stems that tell nothing apart."""
    names = (word for name in villages for word in words_of(plain(name)))
    return frozenset(_stem(word) for word in (*_FITS_ALL, *names))
