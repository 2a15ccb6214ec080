-- one row per collection x standard label of its tracks' albums
WITH names AS (
    SELECT label_key, min(label_name) AS label_name
    FROM core.album_labels
    GROUP BY label_key
),

counts AS (
    SELECT
        members.collection_kind,
        members.collection_key,
        album_labels.label_key,
        count(*) AS track_count,
        count(*) FILTER (WHERE tracks.is_liked) AS liked_count
    FROM mart.collection_members AS members
    INNER JOIN core.tracks USING (track_uri)
    INNER JOIN core.album_labels USING (album_key)
    GROUP BY members.collection_kind, members.collection_key, album_labels.label_key
)

SELECT
    counts.collection_kind,
    counts.collection_key,
    counts.label_key,
    names.label_name,
    counts.track_count,
    counts.liked_count
FROM counts
INNER JOIN names USING (label_key)
ORDER BY counts.collection_kind, counts.collection_key, counts.label_key
