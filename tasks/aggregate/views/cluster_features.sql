-- one row per cluster, with the mean of each describing feature
SELECT
    members.collection_kind,
    members.collection_key,
    members.cluster_number,
    count(*) AS track_count,
    -- decimals add up to the same number in any order
    round(avg(TRY_CAST(features.danceability AS DECIMAL(18, 6))), 6) AS danceability,
    round(avg(TRY_CAST(features.energy AS DECIMAL(18, 6))), 6) AS energy,
    round(avg(TRY_CAST(features.speechiness AS DECIMAL(18, 6))), 6) AS speechiness,
    round(avg(TRY_CAST(features.acousticness AS DECIMAL(18, 6))), 6) AS acousticness,
    round(avg(TRY_CAST(features.instrumentalness AS DECIMAL(18, 6))), 6) AS instrumentalness,
    round(avg(TRY_CAST(features.liveness AS DECIMAL(18, 6))), 6) AS liveness,
    round(avg(TRY_CAST(features.valence AS DECIMAL(18, 6))), 6) AS valence,
    round(avg(TRY_CAST(features.tempo_bpm AS DECIMAL(18, 6))), 6) AS tempo_bpm,
    round(avg(TRY_CAST(features.loudness_db AS DECIMAL(18, 6))), 6) AS loudness_db
FROM mart.cluster_members AS members
INNER JOIN core.track_features AS features USING (track_uri)
GROUP BY members.collection_kind, members.collection_key, members.cluster_number
ORDER BY members.collection_kind, members.collection_key, members.cluster_number
