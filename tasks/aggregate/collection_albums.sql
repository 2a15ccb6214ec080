-- one row per collection x album of its tracks; tracks without an album count nowhere
SELECT
    members.collection_kind,
    members.collection_key,
    tracks.album_key,
    count(*) AS track_count,
    count(*) FILTER (WHERE tracks.is_liked) AS liked_count
FROM mart.collection_members AS members
INNER JOIN core.tracks USING (track_uri)
WHERE tracks.album_key IS NOT NULL
GROUP BY members.collection_kind, members.collection_key, tracks.album_key
ORDER BY members.collection_kind, members.collection_key, tracks.album_key
