"""Digests: how often one wants them, the rest of one, and what a lead does before it goes."""

from actions import digest_pages, digest_previews, digest_times
from handlers.doors import button, command, number

HANDLERS = (
    command(("ugebrev", "digest"), digest_pages.mine),
    button("digests", digest_pages.mine, number),
    button("dsource", digest_pages.one, str, number),
    button("devery", digest_pages.choose, str, number, str),
    button("digest", digest_pages.whole, number, number),
    button("dwhen", digest_times.ask_when, str, number),
    button("dpreview", digest_previews.preview, number),
    button("dline", digest_previews.add_line, number),
    button("dunline", digest_previews.drop_line, number),
    button("dgo", digest_previews.let_go, number),
)
