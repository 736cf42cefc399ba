"""PTB's application as we use it: typed API, reader of updates, matcher of handlers. Nothing of it runs."""

from collections.abc import Sequence
from typing import TypeAlias

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, BaseHandler, ContextTypes, ExtBot
from telegram.request import BaseRequest

from handlers.context import Context, Store

App: TypeAlias = Application[ExtBot[None], Context, Store, Store, Store, None]
Handlers: TypeAlias = Sequence[BaseHandler[Update, Context, None]]

_log = structlog.stdlib.get_logger()


class TokenRefused(Exception):
    """Telegram does not know this token, or does no longer."""

    def __init__(self, bot_id: int) -> None:
        super().__init__(
            f"Telegram does not know the token of bot {bot_id}. Look at KLYNGEBOT_TOKEN, or ask @BotFather "
            "for a new one."
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


def number(token: str) -> int:
    """The bot's number at Telegram: no secret, and known before Telegram has been asked."""
    return int(token.partition(":")[0])


async def introduce(application: App) -> None:
    """Ask Telegram who we are. Raises TokenRefused, or PTB's NetworkError."""
    try:
        await application.initialize()
        return
    except InvalidToken:
        refused = TokenRefused(number(application.bot.token))  # PTB's own words hold the token
    raise refused


async def is_refused(bot: Bot) -> bool:
    """Whether Telegram does not know the token. Refusing one message may be something on the way."""
    try:
        await bot.get_me()
    except InvalidToken:
        return True
    except TelegramError as error:
        _log.warning("Telegram does not say whether it knows the token", why=type(error).__name__)
    return False
