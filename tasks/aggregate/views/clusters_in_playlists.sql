-- one row per cluster x playlist that holds at least seven tenths of it: clusters that are a playlist already
WITH shared AS (
    SELECT
        members.collection_kind,
        members.collection_key,
        members.cluster_number,
        entries.playlist_key,
        count(DISTINCT members.track_uri) AS shared_count
    FROM mart.cluster_members AS members
    INNER JOIN core.playlist_tracks AS entries USING (track_uri)
    WHERE members.collection_kind <> 'playlist' OR members.collection_key <> entries.playlist_key
    GROUP BY members.collection_kind, members.collection_key, members.cluster_number, entries.playlist_key
),

sizes AS (
    SELECT
        playlist_key,
        count(DISTINCT track_uri) AS playlist_count
    FROM core.playlist_tracks
    GROUP BY playlist_key
)

SELECT
    shared.collection_kind,
    shared.collection_key,
    shared.cluster_number,
    shared.playlist_key,
    playlists.playlist_name,
    shared.shared_count,
    clusters.track_count AS cluster_count,
    sizes.playlist_count,
    shared.shared_count / clusters.track_count AS cluster_share,
    shared.shared_count / sizes.playlist_count AS playlist_share,
    shared.shared_count / (clusters.track_count + sizes.playlist_count - shared.shared_count) AS overlap_share
FROM shared
INNER JOIN mart.clusters AS clusters USING (collection_kind, collection_key, cluster_number)
INNER JOIN sizes USING (playlist_key)
INNER JOIN core.playlists AS playlists USING (playlist_key)
WHERE 10 * shared.shared_count >= 7 * clusters.track_count
ORDER BY
    overlap_share DESC,
    shared.shared_count DESC,
    shared.collection_kind,
    shared.collection_key,
    shared.cluster_number,
    shared.playlist_key
