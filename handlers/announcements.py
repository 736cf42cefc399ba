"""Announcements: the steering group's screens, and the buttons under what people get."""

from actions import announcement_replies, announcements
from handlers.doors import button, command, number

HANDLERS = (
    command("meddelelser", announcements.show),
    button("ann", announcements.show),
    button("annlist", announcements.browse, number),
    button("annnew", announcements.write),
    button("annshow", announcements.look, number),
    button("annpreview", announcements.preview, number, str),
    button("annedit", announcements.edit, number),
    button("annpart", announcements.edit_part, number, str),
    button("annaway", announcements.discard, number),
    button("anntest", announcements.test, number),
    button("annsend", announcements.send, number),
    button("annyes", announcements.agree, number),
    button("annno", announcements.disagree, number),
    button("annundo", announcements.undo, number),
    button("annpause", announcements.pause, number),
    button("annresume", announcements.resume, number),
    button("annstop", announcements.stop, number),
    button("annreply", announcement_replies.answer, number),
    button("annless", announcement_replies.less),
    button("annback", announcement_replies.write_back, number),
)
