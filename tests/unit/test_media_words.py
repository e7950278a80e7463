"""What is said to the encoder and to players: gains, filters, playlists."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurzum.media import Probe, Rendition, ladder
from kurzum.media.encode import command
from kurzum.media.package import Hls, Variant
from kurzum.media.picture import graph
from kurzum.media.probe import AudioInfo
from kurzum.media.sound import MOST_GAIN_DB, Loudness, chain, gain_for, read_meter

PROBE = Probe("mov", 20_000, 1080, 1920, Fraction(30), False, 0, None, None, "bt709", "h264", 0, 0.0,
              AudioInfo(1, "aac", 48000, 2), 4096 * 2304)  # fmt: skip
RUNGS = ladder.first(1080, 1920, Fraction(30))


@given(st.floats(-70, 5), st.floats(-70, 5))
def test_gain_reaches_the_target_and_lets_silence_be(lufs: float, peak: float) -> None:
    gain = gain_for(Loudness(lufs, peak))
    if lufs < -60:
        assert gain == 0
    else:
        assert gain == pytest.approx(min(-14 - lufs, MOST_GAIN_DB))


def test_a_limiter_is_there_only_where_peaks_need_one() -> None:
    assert "alimiter" not in chain(3.0, limited=False)
    assert chain(3.0, limited=True).startswith("volume=3.00dB")
    assert "alimiter=limit=0.8414" in chain(3.0, limited=True)


def test_the_meter_s_last_reading_counts() -> None:
    said = "frame:0\nlavfi.r128.I=-70.000\nlavfi.r128.sample_peaks_ch0=0.1\nframe:1\nlavfi.r128.I=-21.5\n"
    said += "lavfi.r128.sample_peaks_ch0=0.250\nlavfi.r128.sample_peaks_ch1=0.500\n"
    reading = read_meter(said)
    assert reading is not None
    assert reading.lufs == -21.5
    assert reading.peak_db == pytest.approx(-6.02, abs=0.01)
    assert read_meter("") is None


def test_the_source_is_decoded_once_for_all_rungs() -> None:
    words = command(Path("/in/x"), PROBE, RUNGS, Path("/work/sound.m4a"), [Path("/a.mp4"), Path("/b.mp4")])
    assert words.count("-i") == 2
    assert words.count("libx264") == 2
    assert graph(PROBE, RUNGS).count("[0:0]") == 1
    source = words.index("file:/in/x")
    assert words[words.index("-f") + 1] == "mov"
    assert words.index("-f") < source
    assert "-codec_whitelist" in words[:source]


def test_tone_mapping_is_for_hdr_and_comes_after_scaling_down() -> None:
    assert "tonemap" not in graph(PROBE, RUNGS)
    filters = graph(replace(PROBE, hdr="hlg", wide="bt2020", matrix="bt2020nc"), RUNGS)
    assert filters.index("scale=720:1280") < filters.index("tonemap") < filters.index("scale=480:852")
    assert filters.count("tonemap=") == 1


def variant(name: str, bandwidth: int) -> Variant:
    rendition = Rendition(
        name, Path(f"{name}.mp4"), 720, 1280, 9, bandwidth // 2, 29.97, "avc1.64001f", None, 9000
    )
    text = f'#EXTM3U\n#EXT-X-MAP:URI="{name}.m4s",BYTERANGE="9@0"\n'
    text += f"#EXTINF:2.0,\n#EXT-X-BYTERANGE:5@9\n{name}.m4s\n"
    return Variant(rendition, Path(f"/out/{name}.m4s"), text, bandwidth)


def test_playlists_name_the_files_as_they_are_stored() -> None:
    text = variant("720", 2_000_000).playlist("abc.m4s")
    assert "720.m4s" not in text
    assert text.count("abc.m4s") == 2
    assert 'URI="abc.m4s",BYTERANGE="9@0"' in text


def test_the_master_playlist_lists_variants_in_order_with_their_traits() -> None:
    hls = Hls((variant("480", 900_000), variant("720", 2_000_000)))
    lines = hls.master({"480": "x.m3u8", "720": "y.m3u8"}).splitlines()
    assert lines[0] == "#EXTM3U"
    assert [line for line in lines if not line.startswith("#")] == ["x.m3u8", "y.m3u8"]
    assert "BANDWIDTH=900000,AVERAGE-BANDWIDTH=450000,RESOLUTION=720x1280,FRAME-RATE=29.970" in lines[3]
    assert lines[3].endswith('CODECS="avc1.64001f"')
