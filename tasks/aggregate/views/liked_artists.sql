-- one row per artist of a liked track, whether the first named or a guest
WITH counted AS (
    SELECT
        track_artists.artist_key,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count,
        count(*) AS track_count
    FROM core.track_artists AS track_artists
    INNER JOIN core.tracks AS tracks USING (track_uri)
    GROUP BY track_artists.artist_key
)

SELECT
    row_number() OVER (ORDER BY counted.liked_count DESC, counted.track_count, counted.artist_key) AS liked_rank,
    counted.artist_key,
    artists.artist_name,
    counted.liked_count,
    counted.track_count,
    counted.liked_count / counted.track_count AS liked_share
FROM counted
INNER JOIN core.artists AS artists USING (artist_key)
WHERE counted.liked_count > 0
ORDER BY liked_rank
