-- put: Notes a job; whoever works in its lane hears of it when the transaction is committed.
INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, priority, lock, args)
VALUES (%(queue)s, %(task)s, %(priority)s, %(lock)s, %(args)s)

-- rescue: Gives back to the queue the jobs of workers that were not heard of for some seconds.
WITH stalled AS (
    SELECT j.id
    FROM jobs.procrastinate_jobs j
    LEFT JOIN jobs.procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing'
      AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %(stalled_s)s))
    FOR UPDATE OF j SKIP LOCKED
)
UPDATE jobs.procrastinate_jobs j
SET status = 'todo', attempts = j.attempts + 1, worker_id = NULL, scheduled_at = NULL
FROM stalled s WHERE j.id = s.id
RETURNING j.id, j.task_name

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
