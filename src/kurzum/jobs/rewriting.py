"""Files follow their clip: open when everybody may see it, sealed when not, at new addresses each time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from kurzum.clips import Clips, Made
from kurzum.clips.errors import NoSuchClip
from kurzum.clips.files import Stored
from kurzum.core.clock import Clock
from kurzum.core.errors import Conflict
from kurzum.core.ids import Ids
from kurzum.jobs.workplace import Workplace

_ROUNDS = 5
_ORDER = {"mp4": 0, "poster": 0, "segments": 0, "playlist": 1, "hls": 2}


class KeepsChanging(Conflict):
    """The clip changed each time; another try later will do."""

    code = "keeps_changing"


@dataclass(frozen=True)
class Rewriting:
    """Rewrites the files of a clip after a change of who may see it."""

    clips: Clips
    clock: Clock
    ids: Ids
    place: Workplace

    async def rewrite(self, person_id: UUID, clip_id: UUID) -> None:
        """Bring the files of a clip into the form they ought to have. Again is fine. Raises KeepsChanging."""
        for _ in range(_ROUNDS):
            try:
                files, plain = await self.clips.work.files(person_id, clip_id)
                if all(file.sealed != plain for file in files):
                    return
                with self.place.run(self.ids.new()) as folder:
                    fresh = await self._again(person_id, files, plain, folder)
                if await self.clips.work.swap(person_id, clip_id, fresh, plain, self.clock.now()):
                    return
            except NoSuchClip:
                return
        raise KeepsChanging("The clip changed while its files were rewritten; this is tried again.")

    async def _again(self, person_id: UUID, files: list[Stored], plain: bool, folder: Path) -> list[Stored]:
        """Every file anew. Playlists name other files by their digests, so these come first."""
        renamed: dict[str, str] = {}
        fresh: list[Stored] = []
        for file in sorted(files, key=lambda f: _ORDER[f.kind]):
            made = await self.clips.files.fetch(person_id, file, folder / f"{file.kind}-{file.name}")
            if file.kind in ("playlist", "hls"):
                _rename(made, renamed)
            fresh.append(await self.clips.files.store(person_id, made, plain=plain))
            renamed[file.digest] = fresh[-1].digest
        return fresh


def _rename(made: Made, renamed: dict[str, str]) -> None:
    text = made.path.read_text("utf-8")
    for old, new in renamed.items():
        text = text.replace(old, new)
    made.path.write_text(text, "utf-8")
