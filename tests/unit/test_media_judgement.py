"""What is decided on a file's first bytes, on its facts, and on how a child ended."""

from __future__ import annotations

import io
import signal
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.media import Bounds, Rejected, sniff
from kurzum.media.child import boxes
from kurzum.media.facts import Facts, Gaps, Picture, Stream, Times
from kurzum.media.probe import judge
from kurzum.media.rejections import SENTENCES, MediaUnavailable
from kurzum.media.sandbox import Finished, judged

PICTURE = Picture(1080, 1920, 0, "yuv420p", 1, 1, 1, 1)
TIMES = Times(
    600, 600, 600, 0.0, 19.967, 20.0, 20.0, Gaps(1 / 30, 1 / 30, 1 / 30, 1 / 30), PICTURE, False, None
)
VIDEO = Stream(0, "video", "h264", False, 1080, 1920)
AUDIO = Stream(1, "audio", "aac", False, rate=48000, channels=2)
GOOD = Facts(streams=(VIDEO, AUDIO), claimed_s=20.0, times=TIMES)


def changed(value: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(value, **fields)


def times(**fields: Any) -> Facts:
    return Facts(streams=GOOD.streams, claimed_s=GOOD.claimed_s, times=changed(TIMES, **fields))


def streams(*those: Stream) -> Facts:
    return Facts(streams=those, claimed_s=20.0, times=TIMES)


def test_a_good_file_is_described_as_displayed() -> None:
    turned = changed(PICTURE, width=1920, height=1080, rotation=-90, transfer=18, primaries=9, matrix=9)
    probe = judge(times(picture=turned), "mov", Bounds())
    assert (probe.width, probe.height, probe.rotation) == (1080, 1920, 270)
    assert (probe.hdr, probe.wide, probe.matrix) == ("hlg", "bt2020", "bt2020nc")
    assert (probe.duration_ms, float(probe.fps), probe.variable) == (20_000, 30.0, False)
    assert probe.audio is not None
    assert (probe.audio.codec, probe.audio.index) == ("aac", 1)


def test_pixels_are_squared_without_losing_any() -> None:
    wide, tall = changed(VIDEO, sar=(4, 3)), changed(VIDEO, sar=(3, 4))
    assert judge(streams(wide), "mov", Bounds()).width == 1440
    assert judge(streams(tall), "mov", Bounds()).height == 2560


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(error="Invalid data"), "damaged"),
        (Facts(crowded=True), "unsupported"),
        (streams(changed(VIDEO, sar=(90_000, 1))), "too_many_pixels"),
        (streams(*(changed(AUDIO, index=n) for n in range(40))), "unsupported"),
        (changed(GOOD, locked=True), "encrypted"),
        (times(encrypted=True, picture=None), "encrypted"),
        (Facts(streams=(AUDIO,)), "no_picture"),
        (Facts(streams=(changed(VIDEO, attached=True), AUDIO)), "no_picture"),
        (Facts(streams=(Stream(0, "subtitle", "srt", False),)), "not_a_video"),
        (streams(changed(VIDEO, codec="prores")), "unsupported"),
        (streams(changed(VIDEO, codec=None)), "unsupported"),
        (streams(VIDEO, changed(AUDIO, codec="ac3")), "unsupported"),
        (streams(changed(VIDEO, width=10_000, height=10_000)), "too_many_pixels"),
        (times(picture=changed(PICTURE, width=10_000, height=10_000)), "too_many_pixels"),
        (times(picture=changed(PICTURE, width=32)), "too_small"),
        (times(picture=None), "damaged"),
        (times(shown=0), "damaged"),
        (times(packets=500), "damaged"),
        (times(end_s=14.6, last_s=14.56), "too_short"),
        (times(end_s=60.5), "too_long"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(facts: Facts, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        judge(facts, "mov", Bounds())
    assert caught.value.code == code


def test_a_name_that_a_file_gives_itself_stays_short() -> None:
    with pytest.raises(Rejected) as caught:
        judge(streams(changed(VIDEO, codec="x" * 1_000_000)), "mov", Bounds())
    assert len(caught.value.message) < 200


def test_a_few_pictures_more_or_less_are_no_reason() -> None:
    assert judge(times(end_s=14.8, last_s=14.7), "mov", Bounds()).duration_ms == 14_800
    assert judge(times(end_s=60.2), "mov", Bounds()).duration_ms == 60_200


def test_the_header_is_not_believed() -> None:
    claims = changed(GOOD, claimed_s=3.0)
    assert judge(claims, "matroska", Bounds()).duration_ms == 20_000
    with pytest.raises(Rejected, match="it may last at most 60 s"):
        judge(changed(times(end_s=90.0, last_s=89.9), claimed_s=20.0), "matroska", Bounds())


def test_a_matroska_file_that_breaks_off_is_damaged_and_a_recording_without_length_is_not() -> None:
    recording = changed(GOOD, claimed_s=None)
    assert judge(recording, "matroska", Bounds()).duration_ms == 20_000
    for broken in (changed(GOOD, claimed_s=40.0), times(broken="Invalid data")):
        with pytest.raises(Rejected) as caught:
            judge(broken, "matroska", Bounds())
        assert caught.value.code == "damaged"


def test_a_phone_s_own_second_sound_does_not_hide_the_ordinary_one() -> None:
    facts = streams(VIDEO, changed(AUDIO, codec="apac"), changed(AUDIO, index=2))
    audio = judge(facts, "mov", Bounds()).audio
    assert audio is not None
    assert audio.index == 2


def test_every_code_has_a_sentence_for_people() -> None:
    words = {"what": "AVI", "have": "1", "bound": "2"}
    for code in SENTENCES:
        rejected = Rejected(code, **words)
        assert rejected.code == code
        assert rejected.message.endswith(".")
        assert "{" not in rejected.message


@pytest.mark.parametrize(
    ("head", "demuxer", "other"),
    [
        (b"\0\0\0\x20ftypisom", "mov", None),
        (b"\0\0\0\x14ftypqt  ", "mov", None),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov", None),
        (b"\x1a\x45\xdf\xa3\x01\0\x42\x82\x84webm", "matroska", None),
        (b"\0\0\0\x18ftypheic", None, None),
        (b"\0\0\0\x18ftypavif", None, None),
        (b"RIFF\0\0\0\0AVI LIST", None, "AVI"),
        (b"RIFF\0\0\0\0WEBPVP8 ", None, None),
        (b"OggS\0\x02", None, "Ogg"),
        (b"FLV\x01\x05", None, "Flash Video"),
        ((b"\x47" + bytes(187)) * 3, None, "MPEG transport stream"),
        (b"#EXTM3U\nfile:///etc/passwd", None, None),
        (b"ffconcat version 1.0", None, None),
        (b"%PDF-1.7", None, None),
        (b"", None, None),
    ],
)
def test_first_bytes_tell_what_a_file_is(head: bytes, demuxer: str | None, other: str | None) -> None:
    assert (sniff.demuxer(head), sniff.other_video(head)) == (demuxer, other)


@given(st.binary(max_size=400))
def test_any_first_bytes_have_an_answer(head: bytes) -> None:
    assert sniff.demuxer(head) in {"mov", "matroska", None}
    sniff.other_video(head)


@given(st.binary(max_size=600))
def test_boxes_of_any_bytes_come_to_an_end(data: bytes) -> None:
    file = io.BytesIO(b"\0\0\0\0moov\0\0\0\0trak" + data)
    boxes.sample_entries(file, len(file.getvalue()))
    for _, start, stop in boxes.children(file, 0, len(data)):
        assert start <= stop <= len(data) or start > stop


@dataclass(frozen=True)
class End:
    finished: Finished
    error: type[Exception] | None
    code: str = ""


FINE = Finished(0, "", "")


@pytest.mark.parametrize(
    "end",
    [
        End(FINE, None),
        End(replace(FINE, status=1, complaints="Invalid data"), None),
        End(replace(FINE, status=-signal.SIGXCPU), Rejected, "timed_out"),
        End(replace(FINE, status=255), Rejected, "timed_out"),
        End(replace(FINE, status=-signal.SIGXFSZ), Rejected, "too_demanding"),
        End(replace(FINE, status=1, complaints="MemoryError"), Rejected, "too_demanding"),
        End(replace(FINE, status=187, complaints="malloc of size 99 failed"), Rejected, "too_demanding"),
        End(replace(FINE, status=97), MediaUnavailable, "media_unavailable"),
        End(replace(FINE, status=-signal.SIGKILL), MediaUnavailable, "media_unavailable"),
        End(
            replace(FINE, status=1, complaints="No space left on device"),
            MediaUnavailable,
            "media_unavailable",
        ),
    ],
)
def test_how_a_child_ended_says_who_is_to_blame(end: End) -> None:
    if end.error is None:
        assert judged(end.finished) == end.finished
        return
    with pytest.raises((Rejected, MediaUnavailable)) as caught:
        judged(end.finished)
    assert type(caught.value) is end.error
    assert caught.value.code == end.code
