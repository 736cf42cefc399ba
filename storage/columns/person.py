"""People, and what they have told us."""

from collections.abc import Mapping

from storage.columns.classes import (
    ACCOUNT,
    SELF,
    Column,
    Until,
    Whose,
    cluster_column,
    nothing,
    personal,
    sensitive,
)

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "people": {
        "id": personal("our own number", Until.PERSON, SELF),
        "cluster_id": cluster_column(Until.PERSON),
        "telegram_id": personal("knows the person again and answers them", Until.PERSON, SELF),
        "first_name": personal(
            "greets them; shown to the group that asks for their help", Until.PERSON, SELF
        ),
        "language": personal("speaks their language", Until.PERSON, SELF),
        "village_id": personal("what happens where they live", Until.PERSON, SELF),
        "sixteen_on": personal("the day they said they were 16; not their birthday", Until.PERSON, SELF),
        "joined_at": personal("how many join, week by week", Until.PERSON, SELF),
        "hours": personal("asks nobody for more than they have", Until.PERSON, SELF),
        "free_times": personal("as hours", Until.PERSON, SELF),
        "stopped_at": personal("writes no more to who asked us to stop", Until.PERSON, SELF),
        "unreachable_at": personal("writes no more to who blocked the bot", Until.PERSON, SELF),
        "paused_until": personal("until when they want quiet", Until.PERSON, SELF),
        "fewer": personal("whether they asked for fewer messages", Until.PERSON, SELF),
        "seen_at": personal(
            "when they were last here, so that we know when to forget them", Until.PERSON, SELF
        ),
        "warned_at": personal("when we said that we will forget them", Until.PERSON, SELF),
        "blocked_at": personal("shuts out who misuses the bot", Until.PERSON, SELF),
        "alias": personal("a random name that the audit log uses instead of theirs", Until.PERSON, SELF),
    },
    "roles": {
        "cluster_id": cluster_column(Until.PERSON),
        "person_id": personal("whose role", Until.PERSON),
        "role": personal("what they may do", Until.PERSON),
    },
    "invitations": {
        "id": nothing("our own number", Until.INVITATION),
        "cluster_id": cluster_column(Until.INVITATION),
        "role": nothing("what the link gives", Until.INVITATION),
        "group_id": nothing("the group to lead", Until.INVITATION),
        "token_hash": nothing("knows the link again; the link itself is not kept", Until.INVITATION),
        "made_by": personal("who made the link; emptied when they leave", Until.PERSON, Whose("made_by")),
        "expires_at": nothing("until when the link is good", Until.INVITATION),
        "used_by": personal("who used it; emptied when they leave", Until.PERSON, Whose("used_by")),
        "used_at": nothing("it is good once", Until.INVITATION),
    },
    "audit": {
        "id": nothing("the order of what happened", Until.NAMELESS),
        "cluster_id": cluster_column(Until.NAMELESS),
        "at": nothing("when", Until.NAMELESS),
        "actor": personal("who did it, by people.alias", Until.NAMELESS, Whose("actor", "alias")),
        "what": nothing("which role was given or taken, who was shut out", Until.NAMELESS),
        "whom": personal("whose role, by people.alias", Until.NAMELESS, Whose("whom", "alias")),
        "group_id": nothing("which group is led", Until.NAMELESS),
    },
    "person_skills": {
        "cluster_id": cluster_column(Until.PERSON),
        "person_id": personal("whose skill", Until.PERSON),
        "skill": personal("asks a person for what they are good at", Until.PERSON),
        "told_at": personal("asks again when it is long ago", Until.PERSON),
    },
    "skill_phrases": {
        "id": nothing("our own number", Until.FILED),
        "cluster_id": cluster_column(Until.FILED),
        "person_id": personal("whose words; emptied when they leave", Until.PERSON),
        "words": sensitive("the steering group finds the skill that is meant", Until.FILED),
        "skill": nothing("the bot understands the words next time", Until.FILED),
        "need_id": nothing("which need of a group the words are about", Until.FILED),
        "told_at": personal("the oldest is filed first", Until.FILED),
        "filed_at": nothing("what is filed", Until.FILED),
        "filed_by": personal("who filed it", Until.PERSON, Whose("filed_by")),
    },
    "follows": {
        "cluster_id": cluster_column(Until.PERSON),
        "person_id": personal("who follows", Until.PERSON),
        "village_id": personal("what happens in other villages too", Until.PERSON),
    },
    "consents": {
        "id": nothing("the order of yes and no", Until.PERSON),
        "cluster_id": cluster_column(Until.PERSON),
        "person_id": personal("whose consent", Until.PERSON),
        "purpose": personal("what they agreed to", Until.PERSON),
        "text_version": personal("the words they agreed to", Until.PERSON),
        "given": personal("yes, or no after all", Until.PERSON),
        "at": personal("shows that we asked", Until.PERSON),
    },
    "dialogues": {
        "cluster_id": cluster_column(Until.DIALOGUE),
        "telegram_id": personal("whose conversation", Until.DIALOGUE, ACCOUNT),
        "name": nothing("which conversation", Until.DIALOGUE),
        "run": nothing("an old button does not answer a new question", Until.DIALOGUE),
        "answers": sensitive("goes on where they stopped", Until.DIALOGUE, ACCOUNT),
        "language": personal("speaks their language before they have signed up", Until.DIALOGUE, ACCOUNT),
        "touched_at": personal("forgets what was left unfinished", Until.DIALOGUE, ACCOUNT),
    },
    "erasures": {
        "id": nothing("the order of erasures", Until.NOTED),
        "cluster_id": cluster_column(Until.NOTED),
        "telegram_id": personal("whom a restored copy must forget again", Until.NOTED, ACCOUNT),
        "at": nothing("who comes back later is somebody new", Until.NOTED),
    },
}
