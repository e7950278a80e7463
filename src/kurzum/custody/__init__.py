"""Categories, keys, sealed forms, and statements of reasons.

It promises that what is protected exists outside a person's lease only sealed, bound to its place; that
an unknown column stops the zone; and that no limit comes before its statement of reasons. It never holds
a zone's key (the custodian does, see ``custodian``) and never keeps a key of a person beyond its lease.

Beside the names below: ``categories`` (the one table, ``check``), ``sealing`` and ``chunks`` (the forms),
``staging`` (uploads as they arrive), ``statements``.
"""

from kurzum.custody.keys import Handle, KeyDestroyed, Keys, NoSuchPerson, PersonIds
from kurzum.custody.line import CustodianUnavailable
from kurzum.custody.purposes import Purpose
from kurzum.custody.sealing import KeyWiped, SealBroken

__all__ = [
    "CustodianUnavailable",
    "Handle",
    "KeyDestroyed",
    "KeyWiped",
    "Keys",
    "NoSuchPerson",
    "PersonIds",
    "Purpose",
    "SealBroken",
]
