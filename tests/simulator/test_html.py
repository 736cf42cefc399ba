"""Telegram's HTML: what it takes, what it makes of it, and how it complains."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import Entity, as_html, utf16_length
from simulator.errors import Refusal
from simulator.html import parse

TAKEN: list[tuple[str, str, list[tuple[str, int, int, str]]]] = [
    ("plain", "plain", []),
    ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1, ""), ("bold", 1, 1, "")]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1, ""), ("italic", 1, 1, "")]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1, ""), ("underline", 1, 1, "")]),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", 0, 1, ""), ("strikethrough", 1, 1, ""), ("strikethrough", 2, 1, "")],
    ),
    (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [("spoiler", 0, 1, ""), ("spoiler", 1, 1, "")],
    ),
    ("<code>a</code><pre>b</pre>", "ab", [("code", 0, 1, ""), ("pre", 1, 1, "")]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1, "python")]),
    ('<code class="language-python">x</code>', "x", [("code", 0, 1, "")]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1, "")]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1, "")]),
    ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2, "5")]),
    ('<a href="https://ekki.dk/x">a</a>', "a", [("text_link", 0, 1, "https://ekki.dk/x")]),
    ("<a href='ekki.dk'>a</a>", "a", [("text_link", 0, 1, "http://ekki.dk/")]),
    ('<a href="tg://user?id=7">a</a>', "a", [("text_mention", 0, 1, "7")]),
    ('<a href="https://x.dk/?a=1&amp;b=2">a</a>', "a", [("text_link", 0, 1, "https://x.dk/?a=1&b=2")]),
    ("<B>A</b>", "A", [("bold", 0, 1, "")]),
    ("<b\n>a</b >", "a", [("bold", 0, 1, "")]),
    ("<b>a</>", "a", [("bold", 0, 1, "")]),
    ("<b></b>", "", []),
    ("<b bold>x</b>", "x", [("bold", 0, 1, "")]),
    ('<blockquote expandable="">a</blockquote>', "a", [("expandable_blockquote", 0, 1, "")]),
    ("<b>x<i>y</i></b>", "xy", [("bold", 0, 2, ""), ("italic", 1, 1, "")]),
    ("😀<b>å</b>", "😀å", [("bold", 2, 1, "")]),
    ("&lt;b&gt; &amp; &quot; &#230; &#xE6;", '<b> & " æ æ', []),
    ("&lt", "<", []),
    ("> alone", "> alone", []),
    # Other parsers refuse these; Telegram does not.
    ("Kaffe & kage", "Kaffe & kage", []),
    ("a&nbsp;b &copy; &; &#0;", "a&nbsp;b &copy; &; &#0;", []),
    ("<a>no address</a>", "no address", []),
    ('<a href="">ekki.dk</a>', "ekki.dk", [("text_link", 0, 7, "http://ekki.dk/")]),
    ('<a href="here">a</a>', "a", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), TAKEN, ids=[row[0] for row in TAKEN])
def test_takes(source: str, text: str, entities: list[tuple[str, int, int, str]]) -> None:
    assert parse(source) == (text, [Entity(*entity) for entity in entities])


REFUSED = [
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("æ <br>", 'Unsupported start tag "br" at byte offset 3'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
    ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
    ("1 <", "Unclosed start tag at byte offset 2"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</u>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</u>"'),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<b =1>x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<b />x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ('<a "x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<b bold", 'Unclosed start tag "b" at byte offset 0'),
    ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("source", "complaint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refuses(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(source)

    assert (refused.value.status, refused.value.description) == (
        400,
        f"Bad Request: can't parse entities: {complaint}",
    )


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(escape(text).replace("&#x27;", "'")) == (text, [])


@given(st.text(alphabet="<>/=\"'& bai;#x3\0æ😀"))
def test_anything_is_parsed_or_refused(source: str) -> None:
    try:
        text, entities = parse(source)
    except Refusal:
        return
    assert all(entity.offset >= 0 and entity.end <= utf16_length(text) for entity in entities)


def nested() -> st.SearchStrategy[str]:
    tags = st.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler", "blockquote"])
    words = st.text(alphabet="ab æ😀&<", min_size=1).map(escape)
    return st.recursive(
        words,
        lambda inner: st.builds(
            lambda parts: "".join(f"<{tag}>{words}</{tag}>" for tag, words in parts),
            st.lists(st.tuples(tags, inner), min_size=1, max_size=3),
        ),
        max_leaves=8,
    )


@given(nested())
def test_html_made_of_a_message_means_the_same_message(source: str) -> None:
    text, entities = parse(source)

    again = parse(as_html(text, entities))

    assert again[0] == text
    assert sorted(map(repr, again[1])) == sorted(map(repr, entities))
