-- one row per ranked artist x date from its first points on
SELECT
    ranked_key AS artist_key,
    as_of_date,
    score,
    rank
FROM step.rank_history
WHERE ranked_kind = 'artist'
ORDER BY ranked_key, as_of_date
