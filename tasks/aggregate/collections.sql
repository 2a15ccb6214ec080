-- one row per collection
WITH names AS (
    SELECT 'playlist' AS collection_kind, playlist_key AS collection_key, playlist_name AS name FROM core.playlists
    UNION ALL
    SELECT 'playlist' AS collection_kind, $liked_key AS collection_key, $liked_title AS name
    UNION ALL
    SELECT 'artist' AS collection_kind, artist_key AS collection_key, artist_name AS name FROM core.artists
    UNION ALL
    SELECT 'label' AS collection_kind, label_key AS collection_key, min(label_name) AS name FROM core.album_labels GROUP BY label_key
    UNION ALL
    SELECT 'genre' AS collection_kind, genre_key AS collection_key, min(genre_name) AS name FROM core.artist_genres GROUP BY genre_key
    UNION ALL
    SELECT $library_kind AS collection_kind, $library_kind AS collection_key, $library_title AS name
),

sizes AS (
    SELECT
        members.collection_kind,
        members.collection_key,
        count(*) AS track_count,
        count(described.track_uri) AS described_count,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count
    FROM mart.collection_members AS members
    INNER JOIN core.tracks USING (track_uri)
    LEFT JOIN step.described_tracks AS described USING (track_uri)
    GROUP BY members.collection_kind, members.collection_key
),

clustered AS (
    SELECT
        collection_kind,
        collection_key,
        count(DISTINCT cluster_number) AS cluster_count
    FROM step.clustered_tracks
    GROUP BY collection_kind, collection_key
)

SELECT
    sizes.collection_kind,
    sizes.collection_key,
    CASE WHEN trim(coalesce(names.name, '')) = '' THEN $nameless_title ELSE names.name END AS title,
    sizes.track_count,
    sizes.described_count,
    sizes.liked_count,
    CASE
        WHEN sizes.collection_kind = $library_kind THEN $library_page
        ELSE concat(sizes.collection_kind, 's/', sizes.collection_key, '/overview.md')
    END AS page_path,
    clustered.cluster_count
FROM sizes
LEFT JOIN names USING (collection_kind, collection_key)
LEFT JOIN clustered USING (collection_kind, collection_key)
ORDER BY sizes.collection_kind, sizes.collection_key
