-- one row per collection x artist at any position on its tracks
SELECT
    members.collection_kind,
    members.collection_key,
    track_artists.artist_key,
    count(*) AS track_count,
    count(*) FILTER (WHERE tracks.is_liked) AS liked_count
FROM mart.collection_members AS members
INNER JOIN core.tracks USING (track_uri)
INNER JOIN core.track_artists USING (track_uri)
GROUP BY members.collection_kind, members.collection_key, track_artists.artist_key
ORDER BY members.collection_kind, members.collection_key, track_artists.artist_key
