-- one row per ranked track, album or artist x date from the first on which it earned points
WITH dates AS (
    SELECT DISTINCT basis, as_of_date FROM step.points
),

things AS (
    SELECT basis, ranked_kind, ranked_key, any_value(tied_by) AS tied_by, min(as_of_date) AS first_date
    FROM step.points
    GROUP BY basis, ranked_kind, ranked_key
),

scores AS (
    SELECT
        things.ranked_kind,
        things.ranked_key,
        things.tied_by,
        dates.as_of_date,
        sum(coalesce(earned.points, 0)) OVER (PARTITION BY things.ranked_kind, things.ranked_key ORDER BY dates.as_of_date) AS score
    FROM things
    INNER JOIN dates ON things.basis = dates.basis AND things.first_date <= dates.as_of_date
    LEFT JOIN step.points AS earned
        ON things.ranked_kind = earned.ranked_kind AND things.ranked_key = earned.ranked_key AND dates.as_of_date = earned.as_of_date
)

SELECT
    ranked_kind,
    ranked_key,
    as_of_date,
    score,
    row_number() OVER (PARTITION BY ranked_kind, as_of_date ORDER BY score DESC, tied_by, ranked_key) AS rank
FROM scores
ORDER BY ranked_kind, ranked_key, as_of_date
