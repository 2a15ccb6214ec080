-- one row per clustered track of a collection
SELECT
    collection_kind,
    collection_key,
    cluster_number,
    track_uri,
    distance,
    distance_rank,
    x,
    y
FROM step.clustered_tracks
ORDER BY collection_kind, collection_key, track_uri
