-- one row per collection x release year of its tracks; tracks without a year count nowhere
SELECT
    members.collection_kind,
    members.collection_key,
    tracks.release_year,
    count(*) AS track_count,
    count(*) FILTER (WHERE tracks.is_liked) AS liked_count
FROM mart.collection_members AS members
INNER JOIN core.tracks USING (track_uri)
WHERE tracks.release_year IS NOT NULL
GROUP BY members.collection_kind, members.collection_key, tracks.release_year
ORDER BY members.collection_kind, members.collection_key, tracks.release_year
