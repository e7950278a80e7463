"""The custodian: the one process of a zone that holds and joins what must not be joined elsewhere.

It promises to lend keys only for a listed purpose, to know when a person is destroyed, and to write
every purpose down without saying about whom. It never talks to a network, to PostgreSQL or to a file
outside its own folder. On a partner's machines another implementation answers the same ``wire``.
"""

from kurzum.custody.custodian.server import Custodian, serve

__all__ = ["Custodian", "serve"]
