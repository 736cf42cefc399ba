"""What came in, and what we owe."""

from collections.abc import Mapping

from storage.columns.classes import (
    CHAT,
    READER,
    SENDER,
    Column,
    Until,
    Whose,
    cluster_column,
    nothing,
    personal,
    sensitive,
)

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "inbox": {
        "bot_id": nothing("which bot was written to", Until.UPDATE),
        "update_id": nothing("does nothing twice", Until.UPDATE),
        "cluster_id": cluster_column(Until.UPDATE),
        "sender": personal("keeps one person's updates in order", Until.SETTLED, SENDER),
        "body": sensitive("what was said to the bot is not lost when it stops", Until.SETTLED, SENDER),
        "state": nothing("what is still to do", Until.UPDATE),
        "attempts": nothing("gives up after three", Until.UPDATE),
        "error": nothing("what went wrong, without what was said", Until.UPDATE),
        "received_at": nothing("how long an answer took", Until.UPDATE),
        "settled_at": nothing("when it may go", Until.UPDATE),
    },
    "contents": {
        "id": nothing("our own number", Until.LETTER),
        "cluster_id": cluster_column(Until.LETTER),
        "key": nothing("one copy for all who get the same", Until.LETTER),
        "text": sensitive("what we owe is not lost when the bot stops", Until.LETTER, READER),
        "rows": personal("the buttons under it", Until.LETTER, READER),
        "attachment": nothing(
            "the kind of picture or file that goes with it; the file itself is never kept", Until.LETTER
        ),
        "attachment_ref": personal("which picture or file, by number", Until.LETTER, READER),
        "refused_at": nothing("what Telegram refuses once is not sent to anybody else", Until.LETTER),
        "about": personal("whom the words name or are from; they go with them", Until.LETTER, Whose("about")),
        "created_at": nothing("when it was written", Until.LETTER),
    },
    "uploads": {
        "cluster_id": cluster_column(Until.UPLOAD),
        "bot_id": nothing("whose number for it is good", Until.UPLOAD),
        "kind": nothing("what it is", Until.UPLOAD),
        "ref": nothing("which one", Until.UPLOAD),
        "file_id": nothing("a file that many get is uploaded once", Until.UPLOAD),
        "uploaded_at": nothing("when it goes", Until.UPLOAD),
    },
    "outbox": {
        "id": nothing("the order of letters", Until.LETTER),
        "cluster_id": cluster_column(Until.LETTER),
        "bot_id": nothing("who sends it", Until.LETTER),
        "person_id": personal("whose letter", Until.LETTER),
        "chat_id": personal("where it goes", Until.LETTER, CHAT),
        "kind": nothing("counts and troubles by kind", Until.LETTER),
        "unique_key": personal("nothing is sent twice for the same reason", Until.LETTER, CHAT),
        "subject": nothing("what can be taken back together", Until.LETTER),
        "act": nothing("a new message, or another in its place", Until.LETTER),
        "content_id": nothing("the words", Until.LETTER),
        "edits": personal("the message that changes", Until.LETTER, CHAT),
        "lane": nothing("how urgent", Until.LETTER),
        "state": personal("whether it arrived", Until.LETTER, CHAT),
        "attempts": nothing("how often it was tried", Until.LETTER),
        "copies": nothing("never more than three", Until.LETTER),
        "not_before": nothing("when it is due", Until.LETTER),
        "not_after": nothing("when late is worse than none", Until.LETTER),
        "owner": nothing("the process that sends it", Until.LETTER),
        "lease_until": nothing("when another process may look", Until.LETTER),
        "message_id": personal("Telegram's number, for later edits", Until.LETTER, CHAT),
        "error": nothing("what Telegram answered, without what was said", Until.LETTER),
        "created_at": nothing("how long it took", Until.LETTER),
        "settled_at": nothing("when it may go", Until.LETTER),
    },
}
