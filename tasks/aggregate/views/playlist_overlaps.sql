-- one row per pair of playlists that share a track
WITH entries AS (
    SELECT DISTINCT
        playlist_key,
        track_uri
    FROM core.playlist_tracks
),

sizes AS (
    SELECT
        entries.playlist_key,
        playlists.playlist_name,
        count(*) AS track_count
    FROM entries
    INNER JOIN core.playlists AS playlists USING (playlist_key)
    GROUP BY entries.playlist_key, playlists.playlist_name
),

pairs AS (
    SELECT
        one.playlist_key,
        other.playlist_key AS other_key,
        count(*) AS shared_count
    FROM entries AS one
    INNER JOIN entries AS other ON one.track_uri = other.track_uri AND one.playlist_key < other.playlist_key
    GROUP BY one.playlist_key, other.playlist_key
)

SELECT
    pairs.playlist_key,
    one.playlist_name,
    pairs.other_key,
    other.playlist_name AS other_name,
    pairs.shared_count,
    pairs.shared_count / one.track_count AS shared_share,
    pairs.shared_count / other.track_count AS other_share,
    pairs.shared_count / (one.track_count + other.track_count - pairs.shared_count) AS overlap_share
FROM pairs
INNER JOIN sizes AS one ON pairs.playlist_key = one.playlist_key
INNER JOIN sizes AS other ON pairs.other_key = other.playlist_key
ORDER BY overlap_share DESC, pairs.shared_count DESC, pairs.playlist_key, pairs.other_key
