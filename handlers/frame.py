"""The frame of the chat: menu, help, about, settings, stop."""

from actions import conversations, frame
from handlers.doors import button, command

HANDLERS = (
    command("menu", frame.menu),
    command(("help", "hjaelp"), frame.help_),
    command(("settings", "indstillinger"), frame.settings),
    command("stop", frame.stop),
    command(("styregruppen", "styregruppe", "steering"), frame.for_steering),
    command(("cancel", "annuller", "afbryd"), conversations.cancel),
    button("menu", frame.menu),
    button("steering", frame.for_steering),
    button("help", frame.help_),
    button("about", frame.about),
    button("privacy", frame.privacy),
    button("settings", frame.settings),
    button("lang", conversations.set_language, str, str),
    button("stop", frame.stop),
    button("resume", frame.resume_messages),
    button("withdraw", frame.withdraw, str),
)
