"""Every method this Telegram knows, by its name in lower case."""

from collections.abc import Awaitable, Callable

from simulator.methods import attachments, callbacks, editing, profile, rooms, sending, updating
from simulator.methods.call import Call

METHODS: dict[str, Callable[[Call], object]] = {
    "getme": profile.get_me,
    "sendmessage": sending.send_message,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "answercallbackquery": callbacks.answer_callback_query,
    "setmycommands": profile.set_my_commands,
    "sendphoto": attachments.send_photo,
    "senddocument": attachments.send_document,
    "sendlocation": attachments.send_location,
    "sendvenue": attachments.send_venue,
    "editmessagemedia": attachments.edit_message_media,
    "getfile": attachments.get_file,
    "sendchataction": rooms.send_chat_action,
    "getchat": rooms.get_chat,
    "leavechat": rooms.leave_chat,
    "setchatmenubutton": rooms.set_chat_menu_button,
    "getchatmenubutton": rooms.get_chat_menu_button,
    "logout": rooms.log_out,
    "close": rooms.close,
    "setwebhook": updating.set_webhook,
    "deletewebhook": updating.delete_webhook,
    "getwebhookinfo": updating.get_webhook_info,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmyname": profile.words_setter("name", 64),
    "getmyname": profile.words_getter("name"),
    "setmydescription": profile.words_setter("description", 512),
    "getmydescription": profile.words_getter("description"),
    "setmyshortdescription": profile.words_setter("short_description", 120),
    "getmyshortdescription": profile.words_getter("short_description"),
}
WAITING_METHODS: dict[str, Callable[[Call], Awaitable[object]]] = {
    "getupdates": updating.get_updates,
}
