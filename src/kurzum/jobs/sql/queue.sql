-- put: Notes a job; whoever works in its lane hears of it when the transaction is committed.
INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, priority, lock, args)
VALUES (%(queue)s, %(task)s, %(priority)s, %(lock)s, %(args)s)

-- rescue: Gives back to the queue the jobs of workers that were not heard of for some seconds. One that had
-- been tried before goes behind the others of its lane: it may be what ends its workers.
WITH stalled AS (
    SELECT j.id
    FROM jobs.procrastinate_jobs j
    LEFT JOIN jobs.procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing'
      AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %(stalled_s)s))
    FOR UPDATE OF j SKIP LOCKED
)
UPDATE jobs.procrastinate_jobs j
SET status = 'todo', attempts = j.attempts + 1, worker_id = NULL, scheduled_at = NULL,
    priority = j.priority - CASE WHEN j.attempts > 0 THEN %(behind)s ELSE 0 END
FROM stalled s WHERE j.id = s.id
RETURNING j.id, j.task_name

-- bring_near: Lets no job wait longer than any does: it was put off before the clock was set back.
UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL
WHERE status = 'todo' AND scheduled_at > now() + make_interval(secs => %(longest_s)s)

-- doing: The jobs that these workers are doing.
SELECT id FROM jobs.procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY(%(workers)s)

-- give_back: Gives back to the queue those of these jobs that one of these workers is said to be doing.
UPDATE jobs.procrastinate_jobs
SET status = 'todo', attempts = attempts + 1, worker_id = NULL, scheduled_at = NULL
WHERE id = ANY(%(jobs)s) AND status = 'doing' AND worker_id = ANY(%(workers)s)

-- bury: Counts workers that are known to have ended as silent since ever.
UPDATE jobs.procrastinate_workers SET last_heartbeat = '-infinity' WHERE id = ANY(%(workers)s)

-- prune: Forgets workers that were not heard of for some seconds.
DELETE FROM jobs.procrastinate_workers
WHERE last_heartbeat < now() - make_interval(secs => %(stalled_s)s)

-- heard: Whether a worker was heard of within some seconds.
SELECT EXISTS (
    SELECT FROM jobs.procrastinate_workers
    WHERE last_heartbeat >= now() - make_interval(secs => %(within_s)s))

-- forget_failed: Forgets jobs that failed for good some days ago.
DELETE FROM jobs.procrastinate_jobs j
WHERE j.status IN ('failed', 'cancelled', 'aborted')
  AND NOT EXISTS (SELECT FROM jobs.procrastinate_events e
                  WHERE e.job_id = j.id AND e.at > now() - make_interval(days => %(days)s))

-- alive: How many of these workers there are still.
SELECT count(*) FROM jobs.procrastinate_workers WHERE id = ANY(%(workers)s)

-- busy: Whether somebody's own upload waits or is worked on.
SELECT EXISTS (
    SELECT FROM jobs.procrastinate_jobs
    WHERE queue_name = %(queue)s AND status IN ('todo', 'doing'))

-- standing: What waits, runs and failed in each lane, and since when the oldest waits that may run now.
SELECT j.queue_name,
       count(*) FILTER (WHERE j.status = 'todo' AND coalesce(j.scheduled_at, '-infinity') <= now()),
       count(*) FILTER (WHERE j.status = 'todo' AND j.scheduled_at > now()),
       count(*) FILTER (WHERE j.status = 'doing'),
       count(*) FILTER (WHERE j.status = 'failed'),
       coalesce(extract(epoch FROM now() - min(
           greatest(j.scheduled_at, (SELECT max(e.at) FROM jobs.procrastinate_events e WHERE e.job_id = j.id)))
           FILTER (WHERE j.status = 'todo' AND coalesce(j.scheduled_at, '-infinity') <= now())), 0)
FROM jobs.procrastinate_jobs j GROUP BY j.queue_name
