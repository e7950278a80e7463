"""A backup folder: whose it may be, what counts as a backup in it, and what stays of earlier ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kurzum.app.backup import blobs, manifest
from kurzum.app.backup.copying import NoRoom, check_room, write_pieces
from kurzum.app.backup.folder import BackupBusy, BackupFolder, BackupPlace, Purpose, beside_other_kind, claim
from kurzum.app.backup.manifest import BackupDamaged, Manifest, NoBackup

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE, KEYS = Purpose("zone", "us"), Purpose("custodian", "us")


def whole(folder: BackupFolder, content: bytes = b"rows") -> Path:
    """Take a backup of one file."""
    with folder.writing(NOW) as fresh:
        (fresh / "database").write_bytes(content)
        described = manifest.described(fresh)
        manifest.write(
            fresh,
            Manifest(kind="zone", zone="us", version="0", taken_at=NOW, finished_at=NOW, files=described),
        )
    return fresh


@pytest.fixture
def folder(tmp_path: Path) -> BackupFolder:
    return BackupFolder(claim(tmp_path / "zone", ZONE, tmp_path / "home"), "zone", "us")


@pytest.mark.parametrize("where", [".", "inside", "inside/deep", ".."])
def test_zone_and_keys_never_share_a_folder(tmp_path: Path, where: str) -> None:
    for number, (first, second) in enumerate(((ZONE, KEYS), (KEYS, ZONE))):
        place = tmp_path / str(number) / "of-the-first"
        claim(place, first, tmp_path / "home")
        with pytest.raises(BackupPlace, match="opens everything"):
            claim(place / where, second, tmp_path / "home")


def test_keys_right_beside_a_zone_are_worth_a_word(tmp_path: Path, folder: BackupFolder) -> None:
    keys = claim(tmp_path / "keys", KEYS, tmp_path / "home")
    assert beside_other_kind(keys, "custodian") == folder.folder


def test_a_folder_is_for_one_zone_and_never_in_or_around_the_home(
    tmp_path: Path, folder: BackupFolder
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    for place in (tmp_path / "full", tmp_path / "home" / "backup", tmp_path):
        with pytest.raises(BackupPlace):
            claim(place, ZONE, tmp_path / "home")
    with pytest.raises(BackupPlace, match="zone 'world'"):
        claim(folder.folder, Purpose("zone", "world"), tmp_path / "home")
    assert claim(folder.folder, ZONE, tmp_path / "home") == folder.folder


def test_one_that_was_cut_off_is_no_backup_and_leaves_the_former_one(folder: BackupFolder) -> None:
    first = whole(folder)
    with pytest.raises(OSError, match="full"), folder.writing(NOW) as cut:
        (cut / "database").write_bytes(b"ro")
        raise OSError("disk full")
    assert cut.exists() and folder.newest() == first
    with pytest.raises(NoBackup):
        folder.newest(cut.name)
    second = whole(folder)
    assert not (cut / "database").exists() or second == cut
    assert folder.whole() == [first, second]


def test_only_one_writes_at_a_time(folder: BackupFolder) -> None:
    with folder.writing(NOW), pytest.raises(BackupBusy), folder.writing(NOW):
        pass


def test_old_ones_go_and_with_them_what_only_they_had(folder: BackupFolder) -> None:
    for content in (b"1", b"2", b"3"):
        whole(folder, content)
    assert [path.name[:6] for path in folder.keep(2)] == ["000002", "000003"]
    kept, gone = "ab" + "0" * 62, "cd" + "0" * 62
    for digest in (kept, gone):
        blobs.place(folder.blobs, digest).parent.mkdir(parents=True)
        blobs.place(folder.blobs, digest).touch()
    assert blobs.prune(folder.blobs, [kept]) == 1
    assert blobs.place(folder.blobs, kept).exists()


def test_a_changed_or_missing_file_is_noticed(folder: BackupFolder) -> None:
    snapshot = whole(folder)
    known = manifest.read(snapshot)
    manifest.check_files(snapshot, known)
    (snapshot / "database").write_bytes(b"rowz")
    with pytest.raises(BackupDamaged, match="database"):
        manifest.check_files(snapshot, known)
    (snapshot / "database").unlink()
    with pytest.raises(BackupDamaged, match="missing"):
        manifest.check_files(snapshot, known)


def test_a_form_of_a_later_version_is_not_guessed_at(folder: BackupFolder) -> None:
    snapshot = whole(folder)
    path = snapshot / manifest.NAME
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(BackupDamaged, match="newer"):
        manifest.read(snapshot)


def test_a_disk_without_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="nothing was begun"):
        check_room(tmp_path, 1 << 60)


def test_a_copy_is_whole_or_not_there(tmp_path: Path) -> None:
    def breaks() -> object:
        yield b"half"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_pieces(breaks(), tmp_path / "copy")  # type: ignore[arg-type]
    assert not (tmp_path / "copy").exists()
