"""Accounts, sessions, profiles and who follows whom.

Promises: identity and contact are stored only sealed under the person's own key; a session that is ended is
ended everywhere within a second; a graph row knows days and pids; an erasure that was asked for happens.
Never: a row, line or job with both ids of a person, a password or token that could be read back, an address.
"""

from kurzum.people.accounts import Account, Changes
from kurzum.people.derived import Derived
from kurzum.people.graph import Counts, Edge, Relations
from kurzum.people.joining import SignUp
from kurzum.people.people import People
from kurzum.people.profiles import Profile
from kurzum.people.sessions import Session

__all__ = [
    "Account",
    "Changes",
    "Counts",
    "Derived",
    "Edge",
    "People",
    "Profile",
    "Relations",
    "Session",
    "SignUp",
]
