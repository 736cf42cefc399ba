"""The doors for people, in the order in which they are tried: the first that fits takes the update."""

from handlers import answers, elsewhere, frame, phrases, profile, roles, sign_up

HANDLERS = (
    *sign_up.HANDLERS,
    *frame.HANDLERS,
    *profile.HANDLERS,
    *phrases.HANDLERS,
    *roles.HANDLERS,
    *answers.HANDLERS,
    *elsewhere.HANDLERS,
)
