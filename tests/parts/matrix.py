"""Who may do what over HTTP, written down: every route of a zone, asked by five kinds of people.

A line is a method, an address, a body and what is answered to somebody who is

    out       signed out; also every operator, who has no account and no power at the front door
    stranger  signed in, and nobody to the owner
    blocked   signed in, and blocked by the owner
    friend    signed in; the owner and they follow each other
    owner     the one whose clips, uploads, sessions and profile the addresses name

``.`` is a cell that has no meaning of its own. Words in braces are found or made when the line is asked:
clips by what they are (``{private}``) and their files (``{private.file}``), people, the owner's upload and
session. OPTIONS, not listed again, tells everybody the methods of a path. A line with ``!`` is asked by
somebody who joined just for it, for it ends their session.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

WHO = ("out", "stranger", "blocked", "friend", "owner")
CLIPS = ("public", "friends", "private", "withdrawn", "removed", "rejected")
PEOPLE = ("owner", "bystander")

TABLE = """
method  address                                          body      out stranger blocked friend owner

GET     /                                                -         200 200 200 200 200
GET     /healthz                                         -         200 200 200 200 200
GET     /readyz                                          -         200 200 200 200 200
GET     /schema/openapi.json                             -         200 200 200 200 200
GET     /ledger/checkpoint                               -         501 501 501 501 501
GET     /api/zones                                       -         200 200 200 200 200
GET     /api/erasures/{unknown}                          -         404 404 404 404 404
GET     /c/{public}                                      -         200 200 200 200 200
HEAD    /c/{public}                                      -         200 200 200 200 200
GET     /c/{private}                                     -         200 200 200 200 200
GET     /@{owner}                                        -         200 200 200 200 200
HEAD    /@{owner}                                        -         200 200 200 200 200

GET     /api/clips/{public}                              -         200 200 404 200 200
GET     /api/clips/{friends}                             -         404 404 404 200 200
GET     /api/clips/{private}                             -         404 404 404 404 200
GET     /api/clips/{withdrawn}                           -         404 404 404 404 200
GET     /api/clips/{removed}                             -         404 404 404 404 200
GET     /api/clips/{rejected}                            -         404 404 404 404 200
GET     /media/{public}/{public.file}                    -         200 200 404 200 200
GET     /media/{friends}/{friends.file}                  -         404 404 404 200 200
GET     /media/{private}/{private.file}                  -         404 404 404 404 200
GET     /media/{withdrawn}/{withdrawn.file}              -         404 404 404 404 200
GET     /media/{removed}/{removed.file}                  -         404 404 404 404 200
HEAD    /media/{public}/{public.file}                    -         200 200 404 200 200
HEAD    /media/{private}/{private.file}                  -         404 404 404 404 200
GET     /api/clips/{public}/audience                     -         401 403 404 403 200
GET     /api/clips/{friends}/audience                    -         401 404 404 403 200
GET     /api/clips/{private}/audience                    -         401 404 404 404 200
GET     /api/clips/{public}/progress                     -         401 404 404 404 200
GET     /api/clips/{private}/progress                    -         401 404 404 404 200
GET     /api/clips/{rejected}/progress                   -         401 404 404 404 200

PUT     /api/clips/{public}/like                         -         401 200 404 200 200
PUT     /api/clips/{friends}/like                        -         401 404 404 200 200
PUT     /api/clips/{private}/like                        -         401 404 404 404 200
PUT     /api/clips/{withdrawn}/like                      -         401 404 404 404 200
PUT     /api/clips/{removed}/like                        -         401 404 404 404 200
DELETE  /api/clips/{public}/like                         -         401 200 200 200 200
DELETE  /api/clips/{private}/like                        -         401 200 200 200 200
PUT     /api/clips/{public}/save                         -         401 200 404 200 200
PUT     /api/clips/{private}/save                        -         401 404 404 404 200
DELETE  /api/clips/{public}/save                         -         401 200 200 200 200
POST    /api/clips/{public}/reports                      report    401 202 404 202 202
POST    /api/clips/{friends}/reports                     report    401 404 404 202 202
POST    /api/clips/{private}/reports                     report    401 404 404 404 202
POST    /api/clips/{withdrawn}/reports                   report    401 404 404 404 202

GET     /api/feed                                        -         200 200 200 200 200
GET     /api/feed?kind=following                         -         200 200 200 200 200
GET     /api/feed?kind=friends                           -         200 200 200 200 200
POST    /api/feed                                        seen      200 200 200 200 200
POST    /api/events                                      events    202 202 202 202 202

GET     /api/me/feed                                     -         401 200 200 200 200
PUT     /api/me/feed/hidden/creator/{bystander}          -         401 200 200 200 200
PUT     /api/me/feed/hidden/creator/{owner}              -         401 200 404 200 200
DELETE  /api/me/feed/hidden/creator/{owner}              -         401 200 200 200 200
PUT     /api/me/feed/hidden/sound/{public}               -         401 404 404 404 404
PUT     /api/me/feed/hidden/topic/dance                  -         401 200 200 200 200
DELETE  /api/me/feed/hidden/topic/dance                  -         401 200 200 200 200
POST    /api/me/feed/reset                               -         401 200 200 200 200
POST    /api/me/feed/undo                                -         401 200 200 200 200
POST    /api/me/feed/undo                                -         401 409 409 409 409

GET     /api/me/privacy                                  -         401 200 200 200 200
GET     /api/me/export                                   -         401 200 200 200 200
GET     /api/me/export/file                              -         401 404 404 404 404
HEAD    /api/me/export/file                              -         401 404 404 404 404
POST    /api/me/export                                   not_me    401 403 403 403 403
POST!   /api/me/export                                   me        401 .   .   .   202
DELETE  /api/me/export                                   -         401 204 204 204 204

GET     /api/people/me                                   -         401 200 200 200 200
PATCH   /api/people/me                                   name      401 200 200 200 200
GET     /api/people/me/clips                             -         401 200 200 200 200
GET     /api/people/me/likes                             -         401 200 200 200 200
GET     /api/people/me/saves                             -         401 200 200 200 200
GET     /api/people/me/follows                           -         401 200 200 200 200
GET     /api/people/me/blocks                            -         401 200 200 200 200
GET     /api/people/me/mutes                             -         401 200 200 200 200
GET     /api/people/{owner}                              -         200 200 404 200 200
GET     /api/people/{owner}/clips                        -         200 200 404 200 200
PUT     /api/people/{owner}/follow                       -         401 204 404 204 404
DELETE  /api/people/{owner}/follow                       -         401 204 404 .   204
PUT     /api/people/{bystander}/follow                   -         401 204 204 204 204
DELETE  /api/people/{bystander}/follow                   -         401 204 204 204 204
PUT     /api/people/{bystander}/mute                     -         401 204 204 204 204
DELETE  /api/people/{bystander}/mute                     -         401 204 204 204 204
PUT     /api/people/{bystander}/block                    -         401 204 204 204 204
DELETE  /api/people/{bystander}/block                    -         401 204 204 204 204

POST    /api/people?market=US                            person    201 201 201 201 201
POST    /api/people?market=DE                            person    409 409 409 409 409
POST    /api/sessions                                    wrong     401 401 401 401 401
POST    /api/sessions                                    right     201 201 201 201 201
POST    /api/sessions?zone=world                         right     409 409 409 409 409
POST    /api/tokens                                      wrong     401 401 401 401 401
POST    /api/tokens                                      right     201 201 201 201 201
POST    /api/tokens?zone=world                           right     409 409 409 409 409
GET     /api/sessions                                    -         401 200 200 200 200
DELETE  /api/sessions/{session}                          -         401 204 204 204 204
POST    /api/people/me/password                          not_mine  401 403 403 403 403
POST    /api/people/me/erase                             not_me    401 403 403 403 403
POST    /api/people/me/stay                              -         401 200 200 200 200

OPTIONS /api/uploads                                     -         204 204 204 204 204
POST    /api/uploads                                     -         401 201 201 201 201
HEAD    /api/uploads/{upload}                            -         401 404 404 404 204
PATCH   /api/uploads/{upload}                            bytes     401 404 404 404 204
POST    /api/clips                                       clip      401 404 404 404 202
DELETE  /api/uploads/{begun}                             -         401 404 404 404 204

PATCH   /api/clips/{private}                             caption   401 404 404 404 200
PATCH   /api/clips/{friends}                             caption   401 404 404 403 200
PATCH   /api/clips/{public}                              caption   401 403 404 403 200
PATCH   /api/clips/{removed}                             caption   401 404 404 404 200
POST    /api/clips/{private}/withdraw                    -         401 404 404 404 .
POST    /api/clips/{public}/withdraw                     -         401 403 404 403 200
POST    /api/clips/{public}/publish                      -         401 404 404 404 200
POST    /api/clips/{removed}/publish                     -         401 404 404 404 409
POST    /api/clips/{rejected}/publish                    -         401 404 404 404 409
DELETE  /api/clips/{private}                             -         401 404 404 404 204
DELETE  /api/clips/{public}                              -         401 403 404 403 204
GET     /api/clips/{public}                              -         404 404 404 404 404

POST!   /api/people/me/password                          mine      401 .   .   .   204
DELETE! /api/sessions/current                            -         204 .   .   .   204
DELETE! /api/sessions                                    -         401 .   .   .   204
POST!   /api/people/me/erase                             me        401 .   .   .   202
"""

OPERATOR = """
method  address                     at the operator's socket

GET     /status                     200
GET     /metrics                    200
GET     /clips/{public}             200
POST    /clips                      400
POST    /clips/{public}/remove      400
"""
"""The operator's acts. The front door, whoever asks, has none of them."""

_KIND = (
    dict.fromkeys(CLIPS, "clip")
    | {f"{clip}.file": "name" for clip in CLIPS}
    | dict.fromkeys(PEOPLE, "handle")
    | {"session": "session_id", "upload": "upload", "begun": "upload", "unknown": "receipt"}
)
_HIDDEN = re.compile(r"^(/api/me/feed/hidden)/\w+/[^/]+$")
_OTHERS = {"/@{handle}": "/{name}", "/ledger/checkpoint": "/ledger/{path}"}


class Line(NamedTuple):
    """One line of the table. ``answers``: by who asks; who is not there is not asked."""

    method: str
    address: str
    body: str
    answers: dict[str, int]
    leaving: bool

    @property
    def route(self) -> tuple[str, str]:
        """Method and path as the web app names them."""
        path = re.sub(r"\{([a-z.]+)\}", lambda m: "{" + _KIND[m[1]] + "}", self.address.split("?", 1)[0])
        return self.method, _HIDDEN.sub(r"\1/{kind}/{key}", _OTHERS.get(path, path))


def lines(table: str = TABLE) -> list[Line]:
    """The table, read."""
    found = []
    for row in table.strip().splitlines()[1:]:
        if row.strip():
            method, address, body, *cells = row.split()
            answers = {who: int(cell) for who, cell in zip(WHO, cells, strict=True) if cell != "."}
            found.append(Line(method.rstrip("!"), address, body, answers, method.endswith("!")))
    return found


def json_bodies() -> dict[str, dict[str, Any]]:
    """The bodies of the table that are JSON; words in braces as in addresses."""
    event = {"id": "{uuid}", "kind": "play", "clip": "{public}", "at": "{now}", "watched_ms": 900}
    new = {"handle": "{fresh}", "password": "{password}", "language": "en", "birth_date": "1990-05-17"}
    return {
        "report": {"reason": "spam"},
        "seen": {"seen": ["{public}"]},
        "events": {"id": "{uuid}", "v": 1, "events": [event]},
        "name": {"name": "Somebody"},
        "person": new,
        "right": {"handle": "{owner}", "password": "{password}"},
        "wrong": {"handle": "{owner}", "password": "not the password"},
        "not_mine": {"old": "not the password", "new": "another good one"},
        "mine": {"old": "{password}", "new": "another good one"},
        "not_me": {"password": "not the password"},
        "me": {"password": "{password}"},
        "clip": {"upload": "{upload}", "caption": "mine"},
        "caption": {"caption": "Changed"},
    }
