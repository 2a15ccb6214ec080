-- one row per track, album or artist x date on which it earned points
WITH listed AS (
    SELECT 'track' AS ranked_kind, track_uri AS ranked_key, term, place, as_of_date FROM core.top_tracks
    UNION ALL
    SELECT 'artist' AS ranked_kind, artist_key AS ranked_key, term, place, as_of_date FROM core.top_artists
),

list_days AS (
    SELECT DISTINCT ranked_kind, term, as_of_date FROM listed
),

weighted_days AS (
    SELECT
        ranked_kind,
        term,
        as_of_date,
        least(
            coalesce(date_diff('day', lag(as_of_date) OVER (PARTITION BY ranked_kind, term ORDER BY as_of_date), as_of_date), 1),
            $most_days_a_list_covers
        ) AS days_covered
    FROM list_days
),

points_of_places AS (
    SELECT
        listed.ranked_kind,
        listed.ranked_key,
        listed.as_of_date,
        a_list.points_a_place * weighted_days.days_covered * greatest(a_list.places + 1 - listed.place, 0) AS points
    FROM listed
    INNER JOIN weighted_days USING (ranked_kind, term, as_of_date)
    INNER JOIN step.list_points AS a_list USING (term)
),

points_of_plays AS (
    SELECT 'track' AS ranked_kind, track_uri AS ranked_key, last_day(played_at) AS as_of_date, count(*) AS points
    FROM core.plays
    WHERE played_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM points_of_places WHERE ranked_kind = 'track')
    GROUP BY ALL
),

own_points AS (
    SELECT 'lists' AS basis, $share_of_listed_tracks AS share_of_tracks, * FROM points_of_places
    UNION ALL
    SELECT 'plays' AS basis, $share_of_played_tracks AS share_of_tracks, * FROM points_of_plays
),

points_of_tracks AS (
    SELECT basis, share_of_tracks, ranked_key AS track_uri, as_of_date, sum(points) AS points
    FROM own_points
    WHERE ranked_kind = 'track'
    GROUP BY ALL
),

all_points AS (
    SELECT basis, ranked_kind, ranked_key, as_of_date, points
    FROM own_points
    UNION ALL
    SELECT earned.basis, 'album' AS ranked_kind, tracks.album_key AS ranked_key, earned.as_of_date, earned.points
    FROM points_of_tracks AS earned
    INNER JOIN core.tracks USING (track_uri)
    WHERE tracks.album_key IS NOT NULL
    UNION ALL
    SELECT
        earned.basis,
        'artist' AS ranked_kind,
        track_artists.artist_key AS ranked_key,
        earned.as_of_date,
        earned.points * earned.share_of_tracks AS points
    FROM points_of_tracks AS earned
    INNER JOIN core.track_artists USING (track_uri)
    -- where lists name artists, plays do not rank them
    WHERE earned.basis = 'lists' OR NOT EXISTS (SELECT 1 FROM points_of_places WHERE ranked_kind = 'artist')
)

SELECT
    all_points.basis,
    all_points.ranked_kind,
    all_points.ranked_key,
    all_points.as_of_date,
    any_value(coalesce(albums.album_uri, artists.artist_uri, all_points.ranked_key)) AS tied_by,
    -- multiples of a quarter add up to the same number in any order
    sum(all_points.points)::DOUBLE AS points
FROM all_points
LEFT JOIN core.albums ON all_points.ranked_kind = 'album' AND all_points.ranked_key = albums.album_key
LEFT JOIN core.artists ON all_points.ranked_kind = 'artist' AND all_points.ranked_key = artists.artist_key
GROUP BY all_points.basis, all_points.ranked_kind, all_points.ranked_key, all_points.as_of_date
ORDER BY all_points.ranked_kind, all_points.ranked_key, all_points.as_of_date
