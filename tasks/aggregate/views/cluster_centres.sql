-- one row per cluster, with the track nearest to its centre
SELECT
    members.collection_kind,
    members.collection_key,
    members.cluster_number,
    clusters.track_count,
    members.track_uri,
    tracks.track_name,
    tracks.artist_name,
    members.distance
FROM mart.cluster_members AS members
INNER JOIN mart.clusters AS clusters USING (collection_kind, collection_key, cluster_number)
INNER JOIN core.tracks AS tracks USING (track_uri)
WHERE members.distance_rank = 1
ORDER BY members.collection_kind, members.collection_key, members.cluster_number
