-- one row per album with a ranked track
WITH scores AS (
    SELECT
        tracks.album_key,
        sum(track_ranks.score) AS score
    FROM mart.track_ranks
    INNER JOIN core.tracks USING (track_uri)
    WHERE tracks.album_key IS NOT NULL
    GROUP BY tracks.album_key
)

SELECT
    album_key,
    score,
    row_number() OVER (ORDER BY score DESC, album_key) AS rank
FROM scores
ORDER BY album_key
