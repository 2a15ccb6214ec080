-- one row per kind of fact x source; a kind of which nothing is known has one row without a source
WITH library AS (
    SELECT count(*) AS track_count FROM core.tracks
),

known AS (
    SELECT
        known_facts.fact,
        known_facts.source,
        count(*) AS track_count
    FROM step.known_facts
    INNER JOIN core.tracks USING (track_uri)
    GROUP BY known_facts.fact, known_facts.source
),

kinds AS (
    SELECT unnest($facts) AS fact
)

SELECT
    kinds.fact,
    known.source,
    coalesce(known.track_count, 0) AS track_count,
    coalesce(known.track_count, 0) / library.track_count AS share
FROM kinds
LEFT JOIN known USING (fact)
CROSS JOIN library
WHERE library.track_count > 0
ORDER BY kinds.fact, known.source
