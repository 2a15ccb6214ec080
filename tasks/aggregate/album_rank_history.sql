-- one row per ranked album x date from its first points on
SELECT
    ranked_key AS album_key,
    as_of_date,
    score,
    rank
FROM step.rank_history
WHERE ranked_kind = 'album'
ORDER BY ranked_key, as_of_date
