-- one row per basis of ranks: one, or none where nothing was listed or played
SELECT
    basis,
    count(DISTINCT as_of_date) AS date_count,
    min(as_of_date) AS first_date,
    max(as_of_date) AS last_date
FROM step.points
GROUP BY basis
ORDER BY basis
