-- one row per artist that a list ever named, or one of whose tracks is ranked
SELECT
    artist_key,
    score,
    rank
FROM mart.artist_rank_history
WHERE as_of_date = (SELECT max(as_of_date) FROM mart.artist_rank_history)
ORDER BY artist_key
