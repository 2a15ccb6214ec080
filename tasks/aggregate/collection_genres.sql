-- one row per collection x genre of its tracks' primary artists
WITH names AS (
    SELECT genre_key, min(genre_name) AS genre_name
    FROM core.artist_genres
    GROUP BY genre_key
),

counts AS (
    SELECT
        members.collection_kind,
        members.collection_key,
        artist_genres.genre_key,
        count(*) AS track_count,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count
    FROM mart.collection_members AS members
    INNER JOIN core.tracks USING (track_uri)
    INNER JOIN core.track_artists USING (track_uri)
    INNER JOIN core.artist_genres USING (artist_key)
    WHERE track_artists.artist_position = 0
    GROUP BY members.collection_kind, members.collection_key, artist_genres.genre_key
)

SELECT
    counts.collection_kind,
    counts.collection_key,
    counts.genre_key,
    names.genre_name,
    counts.track_count,
    counts.liked_count
FROM counts
INNER JOIN names USING (genre_key)
ORDER BY counts.collection_kind, counts.collection_key, counts.genre_key
