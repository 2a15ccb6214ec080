-- one row per album with a ranked track
SELECT
    album_key,
    score,
    rank
FROM mart.album_rank_history
WHERE as_of_date = (SELECT max(as_of_date) FROM mart.album_rank_history)
ORDER BY album_key
