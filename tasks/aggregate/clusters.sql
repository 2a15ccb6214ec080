-- one row per cluster
SELECT
    collection_kind,
    collection_key,
    cluster_number,
    count(*) AS track_count,
    -- decimals add up to the same number in any order
    round(avg(TRY_CAST(silhouette AS DECIMAL(18, 6))), 6) AS silhouette
FROM step.clustered_tracks
GROUP BY collection_kind, collection_key, cluster_number
ORDER BY collection_kind, collection_key, cluster_number
