-- one row per person with a credit that counts as producing
SELECT
    producer_key,
    min(producer_name) AS producer_name,
    count(*) AS credit_count,
    count(DISTINCT track_uri) AS track_count,
    CASE WHEN count(*) > $most_credits_without_page THEN concat('producers/', producer_key, '/overview.md') END AS page_path
FROM step.producing_credits
GROUP BY producer_key
ORDER BY producer_key
