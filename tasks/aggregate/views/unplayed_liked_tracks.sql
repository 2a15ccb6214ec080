-- one row per liked track of which no play is known, in a library of which any play is
WITH played AS (
    SELECT DISTINCT
        plays.track_uri,
        tracks.isrc
    FROM core.plays AS plays
    LEFT JOIN core.tracks AS tracks USING (track_uri)
),

known AS (
    SELECT min(played_at) AS plays_known_since FROM core.plays
)

SELECT
    tracks.track_uri,
    tracks.track_name,
    tracks.artist_name,
    tracks.liked_at,
    known.plays_known_since
FROM core.tracks AS tracks
CROSS JOIN known
WHERE
    tracks.is_liked
    AND EXISTS (SELECT 1 FROM core.plays)
    AND NOT EXISTS (SELECT 1 FROM played WHERE played.track_uri = tracks.track_uri)
    -- the same recording under another URI counts as played
    AND NOT EXISTS (SELECT 1 FROM played WHERE played.isrc = tracks.isrc)
ORDER BY tracks.liked_at NULLS LAST, tracks.track_uri
