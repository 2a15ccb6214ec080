-- one row per month in which anything was played, UTC
SELECT
    date_trunc('month', plays.played_at)::DATE AS month_date,
    count(*) AS play_count,
    count(DISTINCT plays.track_uri) AS track_count,
    count(DISTINCT tracks.artist_name) AS artist_count,
    sum(plays.played_ms)::BIGINT AS played_ms
FROM core.plays AS plays
LEFT JOIN core.tracks AS tracks USING (track_uri)
WHERE plays.played_at IS NOT NULL
GROUP BY month_date
ORDER BY month_date
