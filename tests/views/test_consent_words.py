"""The words of a consent and their version belong together: the log says which words a person saw."""

from hashlib import sha256

import pytest

from domain.consent import TEXT_VERSIONS, Purpose
from domain.languages import LANGUAGES
from locales import catalogue

WORDS = {
    Purpose.MEMBERSHIP: ("ask.sixteen", "sign_up.ask_age", "sign_up.ask_age_here"),
    Purpose.PROFILE: ("ask.consent",),
    Purpose.FOUND: ("asks.may_be_found",),
    Purpose.CONTACT: ("asks.may_lead_see",),
}
"""What is read before the answer to each."""
SEEN = {
    ("membership", "2026-11"): "6c11544adbf4",
    ("profile", "2026-11"): "5c6117e7f70a",
    ("found", "2026-11"): "bbaf7dad03e2",
    ("contact", "2026-11"): "d446f11a97c9",
}
"""Version and fingerprint. Changed the words? A new version in `domain/consent.py`, and a line here."""


@pytest.mark.parametrize("purpose", Purpose)
def test_words_change_only_with_their_version(purpose: Purpose):
    said = [catalogue(language).sentence(key) for language in LANGUAGES for key in WORDS[purpose]]
    fingerprint = sha256("\n".join(said).encode()).hexdigest()[:12]
    assert SEEN[purpose.value, TEXT_VERSIONS[purpose]] == fingerprint
