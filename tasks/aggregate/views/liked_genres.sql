-- one row per genre of the primary artist of a liked track
WITH counted AS (
    SELECT
        genres.genre_key,
        min(genres.genre_name) AS genre_name,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count,
        count(*) AS track_count,
        count(DISTINCT genres.artist_key) AS artist_count
    FROM core.artist_genres AS genres
    INNER JOIN core.track_artists AS track_artists ON genres.artist_key = track_artists.artist_key AND track_artists.artist_position = 0
    INNER JOIN core.tracks AS tracks USING (track_uri)
    GROUP BY genres.genre_key
)

SELECT
    row_number() OVER (ORDER BY liked_count DESC, track_count, genre_key) AS liked_rank,
    genre_key,
    genre_name,
    liked_count,
    track_count,
    artist_count,
    liked_count / track_count AS liked_share
FROM counted
WHERE liked_count > 0
ORDER BY liked_rank
