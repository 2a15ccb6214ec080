-- one row per ranked track x date from its first points on
SELECT
    ranked_key AS track_uri,
    as_of_date,
    score,
    rank
FROM step.rank_history
WHERE ranked_kind = 'track'
ORDER BY ranked_key, as_of_date
