"""PTB's application as we use it: typed API, reader of updates, matcher of handlers. Nothing of it runs."""

from collections.abc import Sequence
from typing import TypeAlias

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import Application, ApplicationBuilder, BaseHandler, ContextTypes, ExtBot
from telegram.request import BaseRequest

from handlers.context import Context, Store

App: TypeAlias = Application[ExtBot[None], Context, Store, Store, Store, None]
Handlers: TypeAlias = Sequence[BaseHandler[Update, Context, None]]


class TokenRefused(Exception):
    """Telegram does not know this token, or does no longer."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not know this token. Look at KLYNGEBOT_TOKEN, or ask @BotFather for a new one."
        )


class QuietBot(ExtBot[None]):
    """PTB's bot, whose `repr` shows the token, without that."""

    def __repr__(self) -> str:
        """Fit for a log."""
        return f"{type(self).__name__}()"


def build(token: str, api_url: str, asking: BaseRequest, polling: BaseRequest, handlers: Handlers) -> App:
    """`asking` carries our calls and `polling` the long poll."""
    bot: ExtBot[None] = QuietBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=asking,
        get_updates_request=polling,
    )
    builder = ApplicationBuilder().bot(bot).updater(None).job_queue(None)
    application = builder.context_types(ContextTypes(context=Context)).build()
    application.add_handlers(list(handlers))
    return application


async def introduce(application: App) -> None:
    """Ask Telegram who we are. Raises TokenRefused, or PTB's NetworkError."""
    try:
        await application.initialize()
        return
    except InvalidToken:
        refused = TokenRefused()  # PTB's own words hold the token
    raise refused
