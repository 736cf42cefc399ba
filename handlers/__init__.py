"""The doors for people, in the order in which they are tried: the first that fits takes the update."""

from handlers import answers, asks, elsewhere, frame, groups, phrases, plans, profile, rights, roles, sign_up

HANDLERS = (
    *sign_up.HANDLERS,
    *frame.HANDLERS,
    *profile.HANDLERS,
    *phrases.HANDLERS,
    *groups.HANDLERS,
    *rights.HANDLERS,
    *roles.HANDLERS,
    *asks.HANDLERS,
    *plans.HANDLERS,
    *answers.HANDLERS,
    *elsewhere.HANDLERS,
)
