-- one row per liked track that stands in no playlist
SELECT
    tracks.track_uri,
    tracks.track_name,
    tracks.artist_name,
    tracks.liked_at
FROM core.tracks AS tracks
WHERE
    tracks.is_liked
    AND NOT EXISTS (SELECT 1 FROM core.playlist_tracks AS entries WHERE entries.track_uri = tracks.track_uri)
ORDER BY tracks.liked_at NULLS LAST, tracks.track_uri
