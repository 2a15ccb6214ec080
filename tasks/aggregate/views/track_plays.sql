-- one row per played track of the library
WITH counted AS (
    SELECT
        track_uri,
        count(*) AS play_count,
        sum(played_ms)::BIGINT AS played_ms,
        min(played_at) AS first_played_at,
        max(played_at) AS last_played_at
    FROM core.plays
    GROUP BY track_uri
)

SELECT
    row_number() OVER (ORDER BY counted.play_count DESC, counted.played_ms DESC NULLS LAST, counted.track_uri) AS play_rank,
    counted.track_uri,
    tracks.track_name,
    tracks.artist_name,
    tracks.is_liked,
    counted.play_count,
    counted.played_ms,
    counted.first_played_at,
    counted.last_played_at
FROM counted
INNER JOIN core.tracks AS tracks USING (track_uri)
ORDER BY play_rank
