-- one row per basis of ranks: none where nothing was listed or played, two where lists name artists alone and plays rank tracks and albums
SELECT
    basis,
    count(DISTINCT as_of_date) AS date_count,
    min(as_of_date) AS first_date,
    max(as_of_date) AS last_date
FROM step.points
GROUP BY basis
ORDER BY basis
