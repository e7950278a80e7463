"""A zone's metrics: the server's own, joined with the sheets of its other processes (label ``process``)."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prometheus_client import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from kurzum.app import sheets
from kurzum.app.selfcount import of_process
from kurzum.app.zone import Zone
from kurzum.jobs.standing import Waiting


def of_zone_process(zone: Zone) -> Iterable[Metric]:
    """What server and worker know: connections to the database, the custodian's loan."""
    yield from of_process()
    connections = GaugeMetricFamily(
        "kurzum_database_pool",
        "Connections to the database, and who waits for one.",
        labels=("pool", "state"),
    )
    for pool, states in zone.database.standing().items():
        for state, count in states.items():
            connections.add_metric([pool, state], count)
    yield connections
    yield GaugeMetricFamily(
        "kurzum_custodian_held", "1 while the custodian's loan of keys is valid.", value=int(zone.keys.held)
    )
    yield GaugeMetricFamily("kurzum_custodian_keys", "Keys on loan.", value=zone.keys.lent)


def of_worker(zone: Zone) -> Iterable[Metric]:
    """What a worker knows: as ``of_zone_process``, and what its encoders used."""
    yield from of_zone_process(zone)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = CounterMetricFamily("kurzum_encoder_cpu_seconds", "CPU seconds of probes and encoders that ended.")
    cpu.add_metric([], used.ru_utime + used.ru_stime)
    yield cpu


def of_server(zone: Zone, queue: Sequence[Waiting]) -> Iterable[Metric]:
    """What the server knows. ``queue``: how it stands; empty where the database does not say."""
    yield from of_zone_process(zone)
    yield _counter(
        "kurzum_feed_fell_back",
        "Pages of the plain list, as the engine failed or was late.",
        zone.feed.fell_back,
    )
    jobs = GaugeMetricFamily("kurzum_queue_jobs", "Jobs in the queue.", labels=("lane", "state"))
    oldest = GaugeMetricFamily(
        "kurzum_queue_oldest_seconds", "For how long the oldest job waits that may run now.", labels=("lane",)
    )
    for lane in queue:
        for state in ("waiting", "later", "running", "failed"):
            jobs.add_metric([lane.lane, state], getattr(lane, state))
        oldest.add_metric([lane.lane], lane.oldest_s)
    yield from (jobs, oldest)


def joined(own: Iterable[Metric], others: Mapping[str, int]) -> bytes:
    """Everything as Prometheus reads it. ``own``: the server's; ``others``: process -> its sheet."""
    found = {"server": sheets.families(own)} | {name: sheets.read(sheet) for name, sheet in others.items()}
    return generate_latest(_Joined(found))


class _Joined:
    """Families of several processes: one of each name, with a label for the process."""

    def __init__(self, found: Mapping[str, Sequence[sheets.Family]]) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        merged: dict[str, Metric] = {}
        for process, families in self._found.items():
            for family in families:
                metric = merged.setdefault(family.name, Metric(family.name, family.says, family.kind))
                for sample in family.samples:
                    metric.add_sample(sample.name, {"process": process} | sample.labels, sample.value)
        yield from merged.values()


def _counter(name: str, says: str, value: float) -> CounterMetricFamily:
    metric = CounterMetricFamily(name, says)
    metric.add_metric([], value)
    return metric
