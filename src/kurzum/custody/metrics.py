"""What is counted of calls to the custodian, at both ends. Never for whom."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

BRIEF_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)

CALLS = Counter(
    "kurzum_custodian_calls", "Calls to the custodian, as the caller saw them.", ("op", "outcome")
)
SECONDS = Histogram(
    "kurzum_custodian_call_seconds", "How long an answer took, for the caller.", ("op",), buckets=BRIEF_S
)
ANSWERED = Counter(
    "kurzum_custodian_answered", "Calls answered by the custodian.", ("role", "op", "purpose", "outcome")
)
PEOPLE = Counter("kurzum_custodian_people", "Ids in the calls answered by the custodian.", ("role", "op"))
