-- one row per collection x person with a credit that counts as producing on one of its tracks
SELECT
    members.collection_kind,
    members.collection_key,
    credits.producer_key,
    min(credits.producer_name) AS producer_name,
    count(DISTINCT members.track_uri) AS track_count,
    count(DISTINCT members.track_uri) FILTER (WHERE tracks.is_liked) AS liked_count,
    array_to_string(list_sort(list_distinct(list(credits.credit_type))), ', ') AS credit_types
FROM mart.collection_members AS members
INNER JOIN core.tracks USING (track_uri)
INNER JOIN step.producing_credits AS credits USING (track_uri)
GROUP BY members.collection_kind, members.collection_key, credits.producer_key
ORDER BY members.collection_kind, members.collection_key, credits.producer_key
