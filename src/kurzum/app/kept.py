"""What the supervisor counts of a zone's processes, PostgreSQL and the front door among them."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from kurzum.app.footprint import footprints
from kurzum.app.state import Process


def of_supervisor(processes: Iterable[Process]) -> Iterable[Metric]:
    """What the supervisor knows of a zone's processes, PostgreSQL and front door among them."""
    known = list(processes)
    used = footprints(one.pid for one in known if one.pid is not None)
    up = GaugeMetricFamily("kurzum_process_up", "1 while it runs.", labels=("role",))
    restarts = CounterMetricFamily(
        "kurzum_process_restarts", "How often it was started again.", labels=("role",)
    )
    memory = GaugeMetricFamily(
        "kurzum_process_resident_bytes", "RSS of it and its children; what they share counts for each.",
        labels=("role",),
    )  # fmt: skip
    cpu = CounterMetricFamily(
        "kurzum_process_cpu_seconds", "CPU seconds of it and its children.", labels=("role",)
    )
    for one in known:
        up.add_metric([one.role], int(one.state == "running"))
        restarts.add_metric([one.role], one.restarts)
        if one.pid is not None:
            memory.add_metric([one.role], used[one.pid].resident)
            cpu.add_metric([one.role], used[one.pid].cpu_s)
    yield from (up, restarts, memory, cpu)
