-- one row per liked track that was played once, but not within the year before the newest known play
WITH played AS (
    SELECT
        track_uri,
        count(*) AS play_count,
        max(played_at) AS last_played_at
    FROM core.plays
    GROUP BY track_uri
),

newest AS (
    SELECT max(played_at) AS played_at FROM core.plays
)

SELECT
    tracks.track_uri,
    tracks.track_name,
    tracks.artist_name,
    tracks.liked_at,
    played.play_count,
    played.last_played_at
FROM core.tracks AS tracks
INNER JOIN played USING (track_uri)
CROSS JOIN newest
WHERE tracks.is_liked AND played.last_played_at < newest.played_at - INTERVAL 1 YEAR
ORDER BY played.play_count DESC, played.last_played_at, tracks.track_uri
