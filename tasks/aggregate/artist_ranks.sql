-- one row per artist that a list ever named, or one of whose tracks a list named
WITH list_days AS (
    SELECT DISTINCT term, as_of_date FROM core.top_artists
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

own_points AS (
    SELECT
        listed.artist_key,
        sum(points.points_a_place * weighted_days.days_covered * greatest(points.places + 1 - listed.place, 0)) AS score
    FROM core.top_artists AS listed
    INNER JOIN weighted_days USING (term, as_of_date)
    INNER JOIN step.list_points AS points USING (term)
    GROUP BY listed.artist_key
),

points_of_tracks AS (
    SELECT
        track_artists.artist_key,
        sum(track_ranks.score) * $share_of_tracks AS score
    FROM mart.track_ranks
    INNER JOIN core.track_artists USING (track_uri)
    GROUP BY track_artists.artist_key
),

scores AS (
    SELECT
        artist_key,
        sum(score) AS score
    FROM (SELECT * FROM own_points UNION ALL SELECT * FROM points_of_tracks)
    GROUP BY artist_key
)

SELECT
    artist_key,
    score,
    row_number() OVER (ORDER BY score DESC, artist_key) AS rank
FROM scores
ORDER BY artist_key
