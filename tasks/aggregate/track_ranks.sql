-- one row per track that a list ever named or that was played
SELECT
    track_uri,
    score,
    rank
FROM mart.track_rank_history
WHERE as_of_date = (SELECT max(as_of_date) FROM mart.track_rank_history)
ORDER BY track_uri
