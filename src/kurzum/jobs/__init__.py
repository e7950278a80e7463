"""Background work on the zone's own queue: encoding, rewriting, exporting, erasing, sweeping.

Promises: a job is noted in the transaction of its cause and holds ids only; a job whose worker was killed
runs again within seconds and does no harm by running twice; nobody's many clips starve another's one.
Never: an answer to a person, a request's own work, a job with both ids of a person.
"""

from kurzum.jobs.processing import Processing
from kurzum.jobs.queue import enqueue, enqueue_erasure
from kurzum.jobs.rewriting import Rewriting
from kurzum.jobs.stages import Stages
from kurzum.jobs.tasks import Duties
from kurzum.jobs.worker import WorkerLost, heard_of, work
from kurzum.jobs.workplace import Workplace

__all__ = [
    "Duties", "Processing", "Rewriting", "Stages", "WorkerLost", "Workplace",
    "enqueue", "enqueue_erasure", "heard_of", "work",
]  # fmt: skip
