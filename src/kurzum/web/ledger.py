"""The public ledger. Its files come with the border; until then every address below ``/ledger`` says so."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from kurzum.core.errors import NotBuilt
from kurzum.web.viewer import anybody


@get("/ledger/{path:path}", guards=[anybody], include_in_schema=False)
async def ledger(path: FromPath[str]) -> None:
    """Not built yet."""
    raise NotBuilt("The ledger of this zone is not built yet. It will be readable here, without signing in.")


handlers = [ledger]
