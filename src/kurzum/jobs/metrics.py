"""What is counted of jobs: how many ended how, and how long they took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import Counter, Histogram

from kurzum.core.errors import KurzumError

LONG_S = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0)

JOBS = Counter(
    "kurzum_jobs", "Jobs that ended, by kind and outcome (done, stopped, failed).", ("kind", "outcome")
)
SECONDS = Histogram("kurzum_job_seconds", "How long a try of a job took.", ("kind",), buckets=LONG_S)
RESCUED = Counter("kurzum_jobs_rescued", "Jobs given back to the queue because their worker died.")


@asynccontextmanager
async def counted(kind: str) -> AsyncIterator[None]:
    """Count a try of a job. A job that raises an error of ours is tried again by the queue's rules."""
    loop = asyncio.get_running_loop()
    began, outcome = loop.time(), "done"
    try:
        yield
    except asyncio.CancelledError:
        outcome = "stopped"
        raise
    except KurzumError as error:
        outcome = error.code
        raise
    except BaseException:
        outcome = "failed"
        raise
    finally:
        JOBS.labels(kind, outcome).inc()
        SECONDS.labels(kind).observe(loop.time() - began)
