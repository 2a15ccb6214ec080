-- one row per kind of fact x source; a kind of which nothing is known has one row without a source
WITH library AS (
    SELECT count(*) AS track_count FROM core.tracks
),

kinds AS (
    SELECT unnest($facts) AS fact
)

SELECT
    kinds.fact,
    known_facts.source,
    coalesce(known_facts.track_count, 0) AS track_count,
    coalesce(known_facts.track_count, 0) / library.track_count AS share
FROM kinds
LEFT JOIN step.known_facts USING (fact)
CROSS JOIN library
WHERE library.track_count > 0
ORDER BY kinds.fact, known_facts.source
