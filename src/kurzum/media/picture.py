"""ffmpeg filters that make a source's pictures upright, square, even, SDR and constant in rate."""

from __future__ import annotations

from collections.abc import Sequence

from kurzum.media.ladder import Rung
from kurzum.media.probe import Probe

TAGGED = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
"""Says in every frame what the pixels now are: BT.709, limited range."""
SAME_SHAPE = 0.03
"""Rounding to even sides changes a picture's shape by less."""
NOMINAL_NITS = 100
"""The luminance that counts as 1.0 in linear light; with this curve skies keep their clouds and shade
its detail."""


def graph(probe: Probe, rungs: Sequence[Rung]) -> str:
    """Decode once and give the rungs outputs ``[v0]``, ``[v1]``, ..., each scaled down from the one before.

    ffmpeg has turned the picture upright before the first filter. Tone mapping works on the largest rung,
    not on the source, because float pixels are dear.
    """
    largest, *others = rungs
    steps = [f"[0:{probe.video_index}]{timing(probe)},{scaled(probe, largest)},{TAGGED}{_outputs(0, others)}"]
    for n, rung in enumerate(others, 1):
        steps.append(f"[s{n}]scale={rung.width}:{rung.height},setsar=1{_outputs(n, others[n:])}")
    return ";".join(steps)


def _outputs(n: int, smaller: Sequence[Rung]) -> str:
    return f",split[v{n}][s{n + 1}]" if smaller else f"[v{n}]"


def timing(probe: Probe) -> str:
    """The first shown picture at 0, a constant rate, an end where the last shown picture ends."""
    end = f"{probe.duration_ms / 1000:.3f}"
    return f"setpts=PTS-({probe.start_s:.6f})/TB,fps={probe.fps}:start_time=0,trim=end={end}"


def scaled(probe: Probe, rung: Rung) -> str:
    """Scale and convert colours. Light is handled in 10 bits or float only where the source has more
    than SDR."""
    if probe.hdr:
        wide = _widened(probe, rung)
        return (
            f"{wide},zscale=t=linear:npl={NOMINAL_NITS},format=gbrpf32le,zscale=p=bt709,"
            "tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv:d=ordered,format=yuv420p,setsar=1"
        )
    if probe.wide:
        return (
            f"{_widened(probe, rung)},zscale=p=bt709:t=bt709:m=bt709:r=tv:d=ordered,format=yuv420p,setsar=1"
        )
    colours = f":in_color_matrix={probe.matrix}:out_color_matrix=bt709:out_range=tv"
    return f"{fitted(probe, rung, colours)},format=yuv420p,setsar=1"


def fitted(probe: Probe, rung: Rung, colours: str = "") -> str:
    """Scale to the rung. Browsers go on recording when a phone is turned over and change the picture's shape
    midway (in Matroska; MP4 cannot say so): such a part is shown whole, between bars, not squashed."""
    width, height = rung.width, rung.height
    if probe.demuxer != "matroska":
        return f"scale={width}:{height}{colours}"
    same = f"lt(abs(dar/({width}/{height})-1),{SAME_SHAPE})"
    whole = (f"min({width},trunc({height}*dar/2)*2)", f"min({height},trunc({width}/dar/2)*2)")
    sizes = f"w='if({same},{width},{whole[0]})':h='if({same},{height},{whole[1]})'"
    return f"scale={sizes}:eval=frame{colours},pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:eval=frame"


def _widened(probe: Probe, rung: Rung) -> str:
    """Scaled with ten bits, every colour property named: zscale refuses to guess."""
    transfer = {"pq": "smpte2084", "hlg": "arib-std-b67", None: "bt709"}[probe.hdr]
    named = (
        f"setparams=color_primaries={probe.wide or 'bt709'}:color_trc={transfer}:colorspace={probe.matrix}"
    )
    return f"{fitted(probe, rung)},format=yuv420p10le,{named}"
