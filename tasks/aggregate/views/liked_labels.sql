-- one row per standard label of a liked track
WITH labelled AS (
    SELECT
        labels.label_key,
        labels.label_name,
        tracks.track_uri,
        tracks.is_liked
    FROM core.album_labels AS labels
    INNER JOIN core.tracks AS tracks USING (album_key)
),

counted AS (
    SELECT
        label_key,
        min(label_name) AS label_name,
        count(*) FILTER (WHERE is_liked) AS liked_count,
        count(*) AS track_count
    FROM labelled
    GROUP BY label_key
)

SELECT
    row_number() OVER (ORDER BY liked_count DESC, track_count, label_key) AS liked_rank,
    label_key,
    label_name,
    liked_count,
    track_count,
    liked_count / track_count AS liked_share
FROM counted
WHERE liked_count > 0
ORDER BY liked_rank
