"""Every address of the control API."""

from aiohttp import web

from simulator.control import acts, groups, people, running
from simulator.control.body import errors_are_json
from simulator.core import Simulator
from simulator.keys import SIMULATOR

_CHAT = "/people/{person}/chats/{bot}"
_GROUP = "/groups/{group}"


def control(simulator: Simulator) -> web.Application:
    app = web.Application(middlewares=[errors_are_json], client_max_size=60 * 2**20)
    app[SIMULATOR] = simulator
    app.add_routes(_seeing() + _acting() + _grouping() + _running())
    return app


def _seeing() -> list[web.RouteDef]:
    return [
        web.get("/bots", people.bots),
        web.post("/bots", people.add_bot),
        web.get("/people", people.people),
        web.post("/people", people.add_person),
        web.post("/people/{person}/deactivate", people.deactivate),
        web.get("/changes", people.changes),
        web.get(_CHAT, people.chat),
        web.get(f"{_CHAT}/commands", people.commands),
    ]


def _acting() -> list[web.RouteDef]:
    return [
        web.post(f"{_CHAT}/messages", acts.write),
        web.post(f"{_CHAT}/edits", acts.edit),
        web.post(f"{_CHAT}/start", acts.start),
        web.post(f"{_CHAT}/taps", acts.tap),
        web.post(f"{_CHAT}/block", acts.block),
        web.post(f"{_CHAT}/unblock", acts.unblock),
    ]


def _grouping() -> list[web.RouteDef]:
    return [
        web.get("/groups", groups.groups),
        web.post("/groups", groups.found),
        web.get(_GROUP, groups.group),
        web.post(f"{_GROUP}/messages", groups.write),
        web.post(f"{_GROUP}/taps", groups.tap),
        web.post(f"{_GROUP}/bots/{{bot}}", groups.change_role),
        web.post(f"{_GROUP}/migrate", groups.migrate),
    ]


def _running() -> list[web.RouteDef]:
    return [
        web.get("/log", running.log),
        web.get("/faults", running.faults),
        web.post("/faults", running.inject),
        web.delete("/faults", running.clear),
        web.get("/settings", running.settings),
        web.post("/settings", running.change_settings),
        web.get("/clock", running.clock),
        web.post("/clock", running.jump),
        web.get("/cast", running.cast),
        web.get("/files/{file_id}", running.file),
    ]
