"""The search of a disk finds what leaked in every form that it claims to know, and nothing else."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from parts.disguises import TEXTUAL, digests, forms, of_id, of_phone
from parts.disk_scan import scan
from parts.needles import Needle, Needles

VALUE = "kanarievogelzqxjwvmbtrpl"
PHONE = "+12065550147"
ID = UUID("f3c1c0de-1234-4abc-8def-0123456789ab")
NOISE = random.Random(5).randbytes(200_003)  # noqa: S311 (noise, guards nothing)
LEAKS = {
    **{f"value: {name}": form for name, form in (*forms(VALUE), *digests(VALUE))},
    **{f"phone: {name}": form for name, form in of_phone(PHONE)},
    **{f"id: {name}": form for name, form in of_id(ID)},
}


@pytest.fixture(scope="module")
def needles() -> Needles:
    return Needles(Needle(name, form, half=not name.startswith("phone")) for name, form in LEAKS.items())


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("somebody/a-name.json", data)
    return file.getvalue()


def test_there_are_as_many_forms_as_it_says() -> None:
    assert len(TEXTUAL) >= 15
    assert len({bytes(form) for form in LEAKS.values()}) > 200


def test_each_form_is_found_amid_noise_and_nothing_else_is(needles: Needles) -> None:
    assert needles.found_in(NOISE) == set()
    for number, (name, form) in enumerate(LEAKS.items()):
        at = 1000 * (number % 190) + number % 8
        found = needles.found_in(NOISE[:at] + form + NOISE[at:])
        assert any(LEAKS[one] == form for one in found), name


@pytest.mark.parametrize("at", [0, 1, 7, 8, 199_990])
def test_it_is_found_wherever_it_stands(needles: Needles, at: int) -> None:
    assert "value: as it is" in needles.found_in(NOISE[:at] + VALUE.encode() + NOISE[at:])


def test_half_of_a_value_is_enough_and_less_is_not(needles: Needles) -> None:
    assert needles.found_in(NOISE + VALUE[:12].encode()) == {"value: as it is"}
    assert needles.found_in(NOISE + VALUE[12:].encode() + NOISE) >= {"value: as it is"}
    assert needles.found_in(NOISE + VALUE[:11].encode() + NOISE) == set()
    assert needles.found_in(b"zq" + VALUE.encode()[3:]) >= {"value: as it is"}


@pytest.mark.parametrize(
    "packed",
    [gzip.compress, zlib.compress, zstandard.compress, zipped, brotli.compress],
    ids=["gzip", "zlib", "zstd", "zip", "brotli"],
)
def test_what_is_compressed_is_opened(
    needles: Needles, tmp_path: Path, packed: Callable[[bytes], bytes]
) -> None:
    text = "".join(random.Random(7).choices("nothing of anybody\n", k=20_000)).encode()  # noqa: S311
    inside = packed(text + VALUE.encode() + text)
    assert needles.found_in(inside) == set(), "literals have bits of their own"
    (tmp_path / "whole").write_bytes(inside)
    (tmp_path / "twice.gz").write_bytes(gzip.compress(inside))
    (tmp_path / "nothing").write_bytes(packed(text))
    if packed is not brotli.compress:
        (tmp_path / "amid").write_bytes(NOISE + inside + NOISE)
        (tmp_path / "cut").write_bytes(NOISE + inside[: -len(inside) // 50])
    told = scan([tmp_path], needles)
    where = {Path(path).name for path in told.hits["value: as it is"]}
    assert where >= {"whole", "amid"} & {path.name for path in tmp_path.iterdir()}
    assert "nothing" not in where
    assert ("twice.gz" in where) == (packed is not brotli.compress), "Brotli is opened in whole files alone"


def test_a_files_name_is_looked_at_and_what_is_left_out_is_not(needles: Needles, tmp_path: Path) -> None:
    for folder in ("seen", "left"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"of {ID.hex}").touch()
    told = scan([tmp_path], needles, but=[tmp_path / "left"])
    seen = {path for paths in told.hits.values() for path in paths}
    assert seen == {str(tmp_path / "seen" / f"of {ID.hex}")}
    assert "id: digits" in told.hits
    assert told.files == 1


def test_what_is_too_short_to_be_found_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Needles([Needle("age", b"42")])
