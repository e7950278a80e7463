"""How the processes of a zone reach its PostgreSQL."""

from __future__ import annotations

from typing import Literal

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kurzum.app.charge import Charge
from kurzum.store.cluster import DATABASE, ROLE

_OF_THE_WAY = {"hostaddr", "port", "sslmode", "sslrootcert", "channel_binding"}


def conninfo(charge: Charge, role: Literal["server", "worker"]) -> str:
    """The connection string of that role: through its own folder, to our cluster or to the pinhole."""
    door = str(charge.places.door(f"db-{role}"))
    url = charge.zone_settings.database_url
    if url is None:
        return make_conninfo(host=door, user=ROLE, dbname=DATABASE)
    # The pinhole knows the way, and speaks TLS where it is asked for.
    named = {key: value for key, value in conninfo_to_dict(url).items() if key not in _OF_THE_WAY}
    return make_conninfo("", **(named | {"host": door}))
