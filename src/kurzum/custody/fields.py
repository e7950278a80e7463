"""Categories of what is not a column: fields of events, of log lines, labels of metrics.

One line each. A log line or a metric never holds anything protected: only ``system``, ``aggregate``,
``coarse`` and ``public`` may stand in the last two tables.
"""

EVENT_FIELDS: dict[str, str] = {
    "batch.id": "system",
    "batch.v": "system",
    "batch.events": "behaviour",
    "event.id": "system",
    "event.kind": "behaviour",
    "event.clip": "behaviour",
    "event.page": "behaviour",
    "event.at": "behaviour",
    "event.watched_ms": "behaviour",
    "event.loops": "behaviour",
    "feature.fresh": "public",
    "feature.popular_market": "aggregate",
    "feature.popular_language": "aggregate",
    "feature.popular": "aggregate",
    "feature.followed": "graph",
    "feature.friend": "graph",
    "feature.own_language": "coarse",
    "feature.own_market": "coarse",
}

LOG_FIELDS: dict[str, str] = {
    "event": "system",
    "level": "system",
    "timestamp": "system",
    "request": "system",
    "zone": "system",
    "role": "system",
    "op": "system",
    "purpose": "system",
    "count": "system",
    "outcome": "system",
    "method": "system",
    "route": "system",
    "status": "system",
    "ms": "system",
    "error": "system",
    "at": "system",
    "says": "system",
}

METRIC_LABELS: dict[str, str] = {
    "process": "system",
    "method": "system",
    "route": "system",
    "status": "system",
    "le": "system",
    "kind": "system",
    "outcome": "system",
    "lane": "system",
    "state": "system",
    "pool": "system",
    "role": "system",
    "op": "system",
    "purpose": "system",
    "stage": "system",
}
