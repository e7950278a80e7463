"""Sheets: what one process counts, read whole by another while it is written anew."""

from __future__ import annotations

import os
import threading

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families

from kurzum.app import sheets
from kurzum.app.metrics import joined
from parts.waiting import PATIENCE_S, Patience


def gauge(value: float, count: int = 1) -> list[Metric]:
    metric = GaugeMetricFamily("kurzum_queue_jobs", "A number.", labels=("lane",))
    for place in range(count):
        metric.add_metric([f"l{place}"], value)
    return [metric]


def test_a_blank_sheet_says_nothing() -> None:
    sheet = sheets.blank()
    assert sheets.read(sheet) == []
    os.write(sheet, b"\xff" * 100)
    assert sheets.read(sheet) == []
    os.close(sheet)


def test_a_sheet_is_read_whole_while_it_is_written() -> None:
    sheet, enough, written = sheets.blank(), threading.Event(), [0]
    sheets.write(sheet, sheets.families(gauge(0)))

    def keep_writing() -> None:
        while not enough.wait(0.0002):
            written[0] += 1
            sheets.write(sheet, sheets.families(gauge(written[0], 1 + 40 * (written[0] % 2))))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    found: list[float] = []
    patience = Patience(PATIENCE_S)
    try:
        while len(set(found)) < 20:
            assert not patience.over(), "what is written does not arrive"
            for family in sheets.read(sheet):
                values = {sample.value for sample in family.samples}
                assert len(values) == 1, "half of one, half of another"
                found.append(values.pop())
    finally:
        enough.set()
        writer.join()
    assert sheets.read(sheet)[0].samples[0].value == written[0]
    os.close(sheet)


def test_processes_are_joined_by_name() -> None:
    sheet = sheets.blank()
    counter = CounterMetricFamily("kurzum_jobs_rescued", "Calls.")
    counter.add_metric([], 7)
    sheets.write(sheet, sheets.families([*gauge(2), counter]))
    text = joined(gauge(1), {"worker": sheet}).decode()
    assert text.count("# TYPE kurzum_queue_jobs gauge") == 1
    found = {
        (sample.name, sample.labels["process"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found == {
        ("kurzum_queue_jobs", "server"): 1,
        ("kurzum_queue_jobs", "worker"): 2,
        ("kurzum_jobs_rescued_total", "worker"): 7,
    }
    os.close(sheet)


def test_a_metric_or_label_without_a_category_is_left_out() -> None:
    moods, of_somebody = GaugeMetricFamily("kurzum_moods", "Moods."), gauge(1)
    moods.add_metric([], 1)
    of_somebody[0].add_sample("kurzum_queue_jobs", {"lane": "first", "handle": "anna"}, 1)
    (found,) = sheets.families([moods, *of_somebody])
    assert [sample.labels for sample in found.samples] == [{"lane": "l0"}]
