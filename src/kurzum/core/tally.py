"""Histograms of what is told thousands of times a second by one thread: no locks, no walk along bounds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString


class Tally(Collector):
    """A histogram as Prometheus reads it; registers itself. ``bounds``: of its buckets, rising."""

    def __init__(self, name: str, says: str, labels: Sequence[str], bounds: Sequence[float]) -> None:
        self._name = name
        self._says = says
        self.labels = tuple(labels)
        self._bounds = tuple(bounds)
        self._counts: dict[tuple[str, ...], tuple[list[int], list[float]]] = {}
        REGISTRY.register(self)

    def of(self, *values: str) -> Callable[[float], None]:
        """What counts one more with these labels; call it from one thread."""
        counts, total = self._counts.setdefault(values, ([0] * (len(self._bounds) + 1), [0.0]))
        bounds = self._bounds

        def observe(value: float) -> None:
            counts[bisect_left(bounds, value)] += 1
            total[0] += value

        return observe

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """For the registry."""
        family = HistogramMetricFamily(self._name, self._says, labels=self.labels)
        names = [*map(floatToGoString, self._bounds), "+Inf"]
        for values, (counts, total) in list(self._counts.items()):
            buckets = list(zip(names, accumulate(map(float, counts)), strict=True))
            family.add_metric(values, buckets, total[0])
        yield family
