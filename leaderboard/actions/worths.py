"""What a decision is worth: the order of the queue, worked out for boards that changed."""

WORTHS = """
    UPDATE leaderboard_standing s SET worth = n.worth
    FROM (
        SELECT unnest(ids) AS id, unnest(worths) AS worth
        FROM (
            SELECT array_agg(id) AS ids, array_agg(new_worth) AS worths
            FROM (
                SELECT f.id, f.worth, CASE
                    WHEN f.state NOT IN ('machine', 'disputed') THEN NULL
                    -- A policy accepted it: for people only if it is in the share that they check.
                    WHEN f.to_check THEN CASE
                        WHEN f.unranked THEN 0.1 WHEN f.rank = 1 THEN 10 ELSE 1 END * f.size
                    WHEN NOT f.to_check THEN NULL
                    -- It has a rank, which it loses if it turns out wrong.
                    WHEN NOT f.unranked
                        THEN (1 - f.confidence) * CASE WHEN f.rank = 1 THEN 10 ELSE 1 END * f.size
                    -- It gets a rank if it turns out right; above the leader, if it is better.
                    WHEN f.could_rank THEN
                        (CASE f.state WHEN 'disputed' THEN 0.5 ELSE f.confidence END)
                        * CASE WHEN f.would_be <= coalesce(f.best, f.would_be) THEN 10 ELSE 1 END * f.size
                    -- It is only listed, whatever it is.
                    ELSE (1 - f.confidence) * 0.1 * f.size
                END AS new_worth
                FROM (
                    SELECT s.id, s.worth, s.state, s.unranked, s.rank, s.confidence, a.sampled AS to_check,
                        -- Grows with each doubling only: a new claim or reader does not rewrite the board.
                        1 + floor(log(2, count(*) OVER board)::float8)
                            + floor(log(2, 1 + coalesce(r.reads, 0))::float8) AS size,
                        min(s.better) FILTER (WHERE NOT s.unranked) OVER board AS best,
                        s.kind = 'absolute' AND s.role = 'result' AND m.direction IS NOT NULL
                            AND c.scaled IS NOT NULL AND c.value_high IS NULL AS could_rank,
                        CASE m.direction WHEN 'lower' THEN c.scaled ELSE -c.scaled END AS would_be
                    FROM unnest(%(benchmarks)s::bigint[], %(metrics)s::bigint[]) AS b (benchmark, metric)
                        JOIN leaderboard_standing s
                            ON (s.benchmark_id, s.metric_id) = (b.benchmark, b.metric)
                        JOIN leaderboard_metric m ON m.id = s.metric_id
                        LEFT JOIN (
                            SELECT benchmark_id, metric_id, sum(reads) AS reads FROM leaderboard_boardreads
                            WHERE day > current_date - 30
                                AND benchmark_id = ANY(%(benchmarks)s) AND metric_id = ANY(%(metrics)s)
                            GROUP BY benchmark_id, metric_id
                        ) r ON (r.benchmark_id, r.metric_id) = (s.benchmark_id, s.metric_id)
                        LEFT JOIN leaderboard_acceptance a ON a.claim_id = s.claim_id AND a.ended_at IS NULL
                        LEFT JOIN leaderboard_claim c ON c.id = s.claim_id
                            AND s.unranked AND s.state IN ('machine', 'disputed')
                    WINDOW board AS (PARTITION BY s.benchmark_id, s.metric_id)
                ) f
            ) worked_out
            WHERE worth IS DISTINCT FROM new_worth
        ) packed
    ) n
    WHERE n.id = s.id
"""
"""The chance that a decision changes the board, times what it changes, times how much the board matters.

The chance is the engine's own: a ranked claim changes its board if it is wrong, one that is kept from the
ranks by doubt if it is right; of a disputed one nobody knows, so one half. A change of the leader counts ten
times one of another rank, one of a row without a rank a tenth. What a policy accepted is worth nothing, but
for the share that people check, which counts as if it were wrong for certain, so that it comes early. A
board matters by its size and by its readers of the last 30 days (`actions.readers.DAYS`).
"""
