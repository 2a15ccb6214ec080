-- one row per track, album or artist that is known by name and whose rank is another than four weeks before the last known ranks
WITH ranked AS (
    SELECT 'track' AS ranked_kind, track_uri AS ranked_key, as_of_date, rank FROM mart.track_rank_history
    UNION ALL
    SELECT 'album' AS ranked_kind, album_key AS ranked_key, as_of_date, rank FROM mart.album_rank_history
    UNION ALL
    SELECT 'artist' AS ranked_kind, artist_key AS ranked_key, as_of_date, rank FROM mart.artist_rank_history
),

named AS (
    SELECT 'track' AS ranked_kind, track_uri AS ranked_key, track_name AS ranked_name, artist_name FROM core.tracks
    UNION ALL
    SELECT 'album' AS ranked_kind, album_key AS ranked_key, album_name AS ranked_name, artist_name FROM core.albums
    UNION ALL
    SELECT 'artist' AS ranked_kind, artist_key AS ranked_key, artist_name AS ranked_name, artist_name FROM core.artists
),

-- where there are two bases, lists rank artists and plays rank tracks and albums
bases AS (
    SELECT kinds.ranked_kind, ranking.basis, ranking.first_date, ranking.last_date
    FROM (SELECT DISTINCT ranked_kind FROM ranked) AS kinds
    INNER JOIN mart.ranking AS ranking
        ON (SELECT count(*) FROM mart.ranking) = 1 OR (kinds.ranked_kind = 'artist') = (ranking.basis = 'lists')
),

-- ranks that rest on plays are dated by the last days of months, so a month is four weeks here
compared AS (
    SELECT
        bases.basis,
        coalesce(max(ranked.as_of_date) FILTER (WHERE ranked.as_of_date <= bases.last_date - 28), bases.first_date) AS before_date,
        bases.last_date
    FROM bases
    INNER JOIN ranked USING (ranked_kind)
    GROUP BY bases.basis, bases.first_date, bases.last_date
)

SELECT
    after.ranked_kind,
    after.ranked_key,
    named.ranked_name,
    named.artist_name,
    before.rank AS rank_before,
    after.rank,
    before.rank - after.rank AS gained_count,
    before.rank IS NULL AS is_new,
    compared.before_date,
    compared.last_date AS as_of_date
FROM ranked AS after
INNER JOIN bases ON after.ranked_kind = bases.ranked_kind
INNER JOIN compared ON bases.basis = compared.basis AND after.as_of_date = compared.last_date
LEFT JOIN ranked AS before
    ON
        after.ranked_kind = before.ranked_kind
        AND after.ranked_key = before.ranked_key
        AND compared.before_date = before.as_of_date
INNER JOIN named ON after.ranked_kind = named.ranked_kind AND after.ranked_key = named.ranked_key
WHERE compared.before_date < compared.last_date AND after.rank IS DISTINCT FROM before.rank
ORDER BY after.ranked_kind, abs(before.rank - after.rank) DESC NULLS LAST, after.rank, after.ranked_key
