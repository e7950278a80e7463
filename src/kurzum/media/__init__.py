"""Hostile files in, clean clips out: probe, renditions, HLS, poster.

Promises: every byte of an uploaded file is read in a child process with limits on memory, CPU and wall time
and file size, without a network, and without any file but the source, the programs and the work folder.
Whatever comes out was encoded anew: upright, square pixels, SDR, constant rate, -14 LUFS, no metadata of
the source. A file is refused with a code and a sentence that a person understands (:class:`Rejected`).

Never: trusts a name, a declared type or a header's claim; talks to a network; keeps anything; knows of
people, databases or jobs. It never decodes in the caller's own process.
"""

from kurzum.media.bounds import Bounds
from kurzum.media.encode import first_renditions, further_renditions
from kurzum.media.package import package_hls
from kurzum.media.poster import poster
from kurzum.media.probe import Probe, probe
from kurzum.media.rejections import Rejected
from kurzum.media.rendition import Rendition
from kurzum.media.sandbox import Sandbox

__all__ = [
    "Bounds",
    "Probe",
    "Rejected",
    "Rendition",
    "Sandbox",
    "first_renditions",
    "further_renditions",
    "package_hls",
    "poster",
    "probe",
]
