-- one row per track of the library x person x credit that counts as producing
SELECT DISTINCT
    track_credits.track_uri,
    track_credits.person_name AS producer_name,
    lower(track_credits.credit_type) AS credit_type,
    track_credits.credit_details
FROM core.track_credits
INNER JOIN core.tracks USING (track_uri)
WHERE list_contains($producing_types, lower(track_credits.credit_type))
ORDER BY producer_name, track_uri, credit_type, credit_details
