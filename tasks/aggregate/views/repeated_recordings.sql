-- one row per recording code that several tracks carry
SELECT
    isrc,
    min(track_name) AS track_name,
    min(artist_name) AS artist_name,
    count(*) AS track_count,
    count(*) FILTER (WHERE is_liked) AS liked_count,
    list(track_uri ORDER BY track_uri) AS track_uris
FROM core.tracks
WHERE isrc IS NOT NULL
GROUP BY isrc
HAVING count(*) > 1
ORDER BY isrc
