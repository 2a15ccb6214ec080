-- one row per track that a list ever named
WITH list_days AS (
    SELECT DISTINCT term, as_of_date FROM core.top_tracks
),

weighted_days AS (
    SELECT
        term,
        as_of_date,
        least(
            coalesce(date_diff('day', lag(as_of_date) OVER (PARTITION BY term ORDER BY as_of_date), as_of_date), 1), $most_days_a_list_covers
        ) AS days_covered
    FROM list_days
),

scores AS (
    SELECT
        listed.track_uri,
        sum(points.points_a_place * weighted_days.days_covered * greatest(points.places + 1 - listed.place, 0)) AS score
    FROM core.top_tracks AS listed
    INNER JOIN weighted_days USING (term, as_of_date)
    INNER JOIN step.list_points AS points USING (term)
    GROUP BY listed.track_uri
)

SELECT
    track_uri,
    score,
    row_number() OVER (ORDER BY score DESC, track_uri) AS rank
FROM scores
ORDER BY track_uri
