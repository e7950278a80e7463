"""What a process of ours counted and used itself. Needs nothing of a zone: the custodian counts too."""

from __future__ import annotations

import resource
from collections.abc import Iterable

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import CounterMetricFamily, Metric


def of_process() -> Iterable[Metric]:
    """What every process of ours knows of itself, with all that it counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = CounterMetricFamily("kurzum_cpu_seconds", "CPU seconds of a process of ours.")
    cpu.add_metric([], used.ru_utime + used.ru_stime)
    yield cpu
    yield from (one for one in REGISTRY.collect() if one.name.startswith("kurzum_"))
