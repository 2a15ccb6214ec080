-- one row per collection x track
WITH playlist_members AS (
    SELECT DISTINCT 'playlist' AS collection_kind, playlist_key AS collection_key, track_uri FROM core.playlist_tracks
),

liked_members AS (
    SELECT 'playlist' AS collection_kind, $liked_key AS collection_key, track_uri FROM core.tracks WHERE is_liked
),

artist_members AS (
    SELECT 'artist' AS collection_kind, artist_key AS collection_key, track_uri FROM core.track_artists
),

label_members AS (
    SELECT 'label' AS collection_kind, album_labels.label_key AS collection_key, tracks.track_uri
    FROM core.tracks
    INNER JOIN core.album_labels USING (album_key)
),

genre_members AS (
    SELECT 'genre' AS collection_kind, artist_genres.genre_key AS collection_key, track_artists.track_uri
    FROM core.track_artists
    INNER JOIN core.artist_genres USING (artist_key)
    WHERE track_artists.artist_position = 0
),

library_members AS (
    SELECT $library_kind AS collection_kind, $library_kind AS collection_key, track_uri FROM core.tracks
),

members AS (
    SELECT * FROM playlist_members
    UNION ALL
    SELECT * FROM liked_members
    UNION ALL
    SELECT * FROM artist_members
    UNION ALL
    SELECT * FROM label_members
    UNION ALL
    SELECT * FROM genre_members
    UNION ALL
    SELECT * FROM library_members
),

sizes AS (
    SELECT
        members.collection_kind,
        members.collection_key,
        count(*) AS track_count,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count
    FROM members
    INNER JOIN core.tracks USING (track_uri)
    GROUP BY ALL
),

shared_genres AS (
    SELECT genre_key
    FROM core.artist_genres
    GROUP BY genre_key
    HAVING count(DISTINCT artist_key) > 1
),

with_a_page AS (
    SELECT collection_kind, collection_key
    FROM sizes
    WHERE
        collection_kind IN ('playlist', $library_kind)
        OR (
            collection_kind = 'artist'
            AND (
                track_count >= $artist_tracks
                OR (track_count >= $artist_tracks_if_liked AND liked_count >= 1)
                OR liked_count >= $artist_liked
            )
        )
        OR (collection_kind = 'label' AND track_count >= $label_tracks)
        OR (
            collection_kind = 'genre'
            AND collection_key IN (SELECT genre_key FROM shared_genres)
            AND (
                track_count >= $genre_tracks
                OR (track_count >= $genre_tracks_if_liked AND liked_count >= 1)
                OR liked_count >= $genre_liked
            )
        )
)

SELECT collection_kind, collection_key, track_uri
FROM members
INNER JOIN with_a_page USING (collection_kind, collection_key)
INNER JOIN core.tracks USING (track_uri)
ORDER BY ALL
