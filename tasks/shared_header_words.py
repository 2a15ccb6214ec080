"""The one table of what exporters in many languages call each column; refuses to know what the columns are for."""

# each language's words stand in the order in which its exporter's interface is known: en, de, fr, es, it, pt, nl, sv, tr, el, ja, zh, ar, ko, pl
WORDS: dict[str, tuple[str, ...]] = {
    "track_uri": (
        *("Track URI", "Spotify URI", "Track ID", "Track IDs", "Spotify ID", "Spotify Track ID", "Spotify - id", "Spotify Track URI"),
        *("Spotify URL", "Spotify Link", "Track URL", "Track Link", "Song URI", "Song ID", "Spotify Track URL"),
        *("Track-URI", "URI du titre", "URI de la canción", "URI della traccia", "URI da faixa", "Nummer URI", "Låtens URI", "Parça URI"),
        *("URI κομματιού", "トラックURI", "曲目 URI", "歌 Link", "رابط الأغنية (URI)", "트랙 URI", "곡 URI", "URI utworu"),
    ),
    "track_id": ("id", "uri", "url", "link"),
    "track_name": (
        *("Track Name", "Name", "Title", "Track", "Track Title", "Song", "Song Name", "Song Title", "master_metadata_track_name"),
        *("Track-Name", "Titel", "Nom du titre", "Titre", "Nombre de la canción", "Título", "Nome della traccia", "Titolo", "Nome da faixa"),
        *("Nummernaam", "Låtens namn", "Parça Adı", "Όνομα κομματιού", "トラック名", "曲名", "曲目名称", "曲目名稱", "歌名", "اسم الأغنية"),
        *("트랙 이름", "트랙명", "곡명", "제목", "Nazwa utworu", "Tytuł", "Tytuł utworu", "Название трека", "Название"),
    ),
    "artist_names": (
        *("Artist Name(s)", "Artist Name", "Artist Names", "Artists", "Artist", "Track Artist", "Track Artists", "Performer"),
        *("master_metadata_album_artist_name", "Künstlername(n)", "Kuenstlername(n)", "Künstler", "Interpret", "Nom(s) de l'artiste"),
        *("Artiste", "Artiste(s)", "Nombre(s) del artista", "Artista", "Artistas", "Artista(s)", "Nome dell'artista", "Artisti", "Nome(s) do artista"),
        *("Naam van artiest", "Artiest", "Artistens namn", "Sanatçı Adı", "Sanatçı", "Όνομα/τα καλλιτέχνη", "アーティスト名", "アーティスト"),
        *("艺人名称", "藝人名稱", "Artist 名", "أسماء الفنانين", "아티스트 이름", "아티스트", "아티스트명", "Nazwa artysty", "Wykonawca", "Artysta"),
        *("Исполнитель", "Имя исполнителя"),
    ),
    "artist_uris": (
        *("Artist URI(s)", "Artist URI", "Artist ID(s)", "Artist ID", "Artist IDs", "id_artists", "Künstler-URI(s)", "URI(s) de l'artiste"),
        *("URI(s) del artista", "URI dell'artista", "URI(s) do artista", "Artiest-URI", "Artistens URI", "Sanatçı URI", "URI καλλιτέχνη/ων"),
        *("アーティストURI", "艺人 URI", "藝人 URI", "Artist Link", "روابط الفنانين (URI)", "아티스트 URI", "URI artysty"),
    ),
    "album_uri": (
        *("Album URI", "Album ID", "Spotify Album ID", "Album-URI", "URI de l'album", "URI del álbum", "URI dell'album", "URI do álbum"),
        *("Albumets URI", "Albüm URI", "URI άλμπουμ", "アルバムURI", "专辑 URI", "專輯 URI", "專輯 Link", "رابط الألبوم (URI)", "앨범 URI", "URI albumu"),
    ),
    "album_name": (
        *("Album Name", "Album", "Album Title", "master_metadata_album_album_name", "master_metadata_album_name", "Album-Name"),
        *("Nom de l'album", "Nombre del álbum", "Álbum", "Nome dell'album", "Nome do álbum", "Naam van album", "Albumets namn", "Albüm Adı"),
        *("Albüm", "Όνομα άλμπουμ", "アルバム名", "アルバム", "专辑名称", "專輯名稱", "專輯名", "اسم الألبوم", "앨범 이름", "앨범명", "앨범", "Nazwa albumu"),
        "Альбом",
    ),
    "album_artist_names": (
        *("Album Artist Name(s)", "Album Artist Name", "Album Artist", "Album Artists", "Album-Künstlername(n)", "Nom(s) de l'artiste de l'album"),
        *("Nombre(s) del artista del álbum", "Nome dell'artista dell'album", "Nome(s) do artista do álbum", "Naam van artiest op het album"),
        *("Albumartistens namn", "Albümdeki Sanatçı Adı", "Όνομα/τα καλλιτέχνη άλμπουμ", "アルバムアーティスト名", "专辑艺人名称", "專輯藝人名稱"),
        *("專輯 Artist 名", "أسماء فناني الألبوم", "앨범 아티스트 이름", "Nazwa artysty albumu", "Wykonawca albumu"),
    ),
    "album_artist_uris": (
        *("Album Artist URI(s)", "Album Artist URI", "Album-Künstler-URI(s)", "URI(s) de l'artiste de l'album", "URI(s) del artista del álbum"),
        *("URI dell'artista dell'album", "URI(s) do artista do álbum", "Artiest-URI van het album", "Albumartistens URI", "Albümdeki Sanatçı URI"),
        *("URI καλλιτέχνη/ων άλμπουμ", "アルバムアーティストURI", "专辑艺人 URI", "專輯藝人 URI", "專輯 Artist Link", "روابط فناني الألبوم (URI)"),
        *("앨범 아티스트 URI", "URI artysty albumu"),
    ),
    "release_date": (
        *("Release Date", "Album Release Date", "Album Date", "Released", "Date Released", "Veröffentlichungsdatum des Albums"),
        *("Veröffentlichungsdatum", "Date de sortie de l'album", "Date de sortie", "Fecha de lanzamiento del álbum", "Fecha de lanzamiento"),
        *("Data di rilascio dell'album", "Data di uscita", "Data de lançamento do álbum", "Data de lançamento", "Releasedatum van het album"),
        *("Albumets releasedatum", "Albüm Çıkış Tarihi", "Ημερομηνία κυκλοφορίας άλμπουμ", "アルバム発売日", "专辑发行日期", "專輯發行日期", "專輯發行日"),
        *("تاريخ إصدار الألبوم", "앨범 발매일", "발매일", "Data wydania albumu", "Data wydania"),
    ),
    "release_year": ("Year", "Release Year", "Album Year", "Jahr", "Année", "Año", "Anno", "Ano", "Rok"),
    "album_image_url": (
        *("Album Image URL", "Album Image", "Album Art", "Album Art URL", "Cover", "Cover URL", "Image URL", "Artwork", "Album Cover"),
        *("Album-Bild-URL", "URL de l'image de l'album", "URL de la imagen del álbum", "URL dell'immagine dell'album", "URL da imagem do álbum"),
        *("Album afbeelding-URL", "Albumets bild-URL", "Albüm Resim URL'si", "URL εικόνας άλμπουμ", "アルバム画像URL", "专辑封面 URL", "專輯封面 URL"),
        *("專輯封面條 Link", "رابط صورة الألبوم", "앨범 이미지 URL", "URL okładki albumu"),
    ),
    "duration_ms": (
        *("Duration (ms)", "Track Duration (ms)", "Duration ms", "Length (ms)", "Track-Dauer (ms)", "Dauer (ms)", "Durée du titre (ms)", "Durée (ms)"),
        *("Duración de la canción (ms)", "Duración (ms)", "Durata della traccia (ms)", "Durata (ms)", "Duração da faixa (ms)", "Duração (ms)"),
        *("Nummerduur (ms)", "Låtlängd (ms)", "Parça Süresi (ms)", "Διάρκεια κομματιού (ms)", "トラックの長さ（ミリ秒）", "曲目时长（毫秒）"),
        *("曲目長度（毫秒）", "曲目時長（毫秒）", "مدة الأغنية (بالمللي ثانية)", "트랙 길이(ms)", "재생 시간(ms)", "Czas trwania utworu (ms)", "Czas trwania (ms)"),
    ),
    "duration": (
        *("Duration", "Track Duration", "Length", "Time", "Track Length", "Duration (s)", "Duration (sec)", "Duration (seconds)", "Dauer", "Durée"),
        *("Duración", "Durata", "Duração", "Duur", "Längd", "Süre", "Διάρκεια", "時間", "时长", "재생 시간", "Czas trwania", "Czas"),
    ),
    "is_explicit": (
        *("Explicit", "Is Explicit", "Explizit", "Explicite", "Explícito", "Esplicito", "Explícita", "Expliciet", "Açık İçerik", "Ακατάλληλο"),
        *("明示的な内容", "含露骨内容", "含露骨內容", "家長指引", "صريح", "19금", "Nieodpowiednie treści"),
    ),
    "popularity": (
        *("Popularity", "Track Popularity", "Beliebtheit", "Popularité", "Popularidad", "Popolarità", "Popularidade", "Populariteit"),
        *("Popularitet", "Popülerlik", "Δημοτικότητα", "人気度", "热度", "熱門度", "الشعبية", "인기도", "Popularność"),
    ),
    "isrc": ("ISRC", "ISRC Code", "Track ISRC", "ISRC-Code"),
    "added_by": (
        *("Added By", "Added By User", "Hinzugefügt von", "Ajouté par", "Añadido por", "Aggiunto da", "Adicionado por", "Toegevoegd door"),
        *("Tillagd av", "Ekleyen", "Προστέθηκε από", "追加者", "添加者", "新增者", "加入者", "أضيف بواسطة", "추가한 사람", "Dodane przez"),
    ),
    "added_at": (
        *("Added At", "Added On", "Added", "Date Added", "Added Date", "Saved At", "Liked At", "Hinzugefügt am", "Ajouté le", "Añadido en"),
        *("Añadido el", "Aggiunto il", "Adicionado em", "Toegevoegd op", "Tillagd vid", "Eklenme Tarihi", "Προστέθηκε στις", "追加日時", "添加时间"),
        *("新增時間", "加入時間", "أضيف في", "추가된 날짜", "추가한 날짜", "추가 일시", "Data dodania", "Dodano", "Дата добавления"),
    ),
    "genres": (
        *("Artist Genres", "Genres", "Genre", "Track Genre", "Künstler-Genres", "Genres de l'artiste", "Géneros del artista", "Géneros"),
        *("Generi dell'artista", "Generi", "Gêneros do artista", "Gêneros", "Genres van de artiest", "Artistens genrer", "Sanatçı Türleri"),
        *("Είδη καλλιτέχνη", "アーティストジャンル", "艺人流派", "藝人曲風", "أنواع الفنان", "아티스트 장르", "장르", "Gatunki artysty", "Gatunki"),
    ),
    "raw_label": (
        *("Record Label", "Album Label", "Label Name", "Sello", "Etichetta", "Gravadora", "Skivbolag", "Plak Şirketi", "Εταιρεία", "レーベル"),
        *("唱片公司", "العلامة التجارية", "레이블", "음반사", "Wytwórnia", "Plattenlabel", "Maison de disques", "Platenlabel", "Лейбл"),
    ),
    "label_or_mark": ("Label", "Labels"),
    "danceability": (
        *("Danceability", "Dance", "Tanzbarkeit", "Danseabilité", "Bailabilidad", "Ballabilità", "Dançabilidade", "Dansbaarheid", "Dansbarhet"),
        *("Dans Edilebilirlik", "Χορευτικότητα", "ダンサビリティ", "舞蹈性", "قابلية الرقص", "댄스 가능성", "Taneczność"),
    ),
    "energy": (
        *("Energy", "Energie", "Énergie", "Energía", "Energia", "Energi", "Enerji", "Ενέργεια", "エネルギー", "能量", "الطاقة", "에너지"),
        "Energiczność",
    ),
    "key": (
        *("Key", "Tonart", "Tonalité", "Tonalidad", "Chiave", "Tonalità", "Tonalidade", "Toonsoort", "Ton", "Τονικότητα", "キー", "调性", "調性"),
        *("المفتاح", "조성", "Tonacja"),
    ),
    "loudness_db": (
        *("Loudness", "Loud (Db)", "Loudness (dB)", "Loud", "Lautstärke", "Volume sonore", "Volumen", "Volume", "Luidheid", "Ljudstyrka"),
        *("Ses Seviyesi", "Ένταση", "ラウドネス", "响度", "響度", "مستوى الصوت", "음량", "Głośność"),
    ),
    "mode": ("Mode", "Modus", "Modo", "Modalità", "Läge", "Mod", "Τρόπος", "モード", "调式", "調式", "النمط", "모드", "Tryb"),
    "speechiness": (
        *("Speechiness", "Speech", "Sprachanteil", "Parlabilité", "Hablado", "Linguaggio parlato", "Oralidade", "Spraakzaamheid", "Talighet"),
        *("Konuşma Oranı", "Ομιλητικότητα", "スピーチ性", "语音度", "語音度", "محتوى الكلام", "음성 비율", "Mówioność"),
    ),
    "acousticness": (
        *("Acousticness", "Acoustic", "Akustik", "Acoustique", "Acústica", "Acustica", "Akoestiek", "Akustiklik", "Ακουστικότητα"),
        *("アコースティック性", "原声性", "原音性", "الطابع الصوتي", "어쿠스틱", "Akustyczność"),
    ),
    "instrumentalness": (
        *("Instrumentalness", "Instrumental", "Instrumentalität", "Instrumentalidad", "Strumentalità", "Instrumentalidade", "Instrumentaliteit"),
        *("Instrumentalhet", "Enstrümantalite", "Οργανοκεντρικότητα", "インストゥルメンタル性", "器乐度", "器樂度", "الطابع الآلي", "기악성"),
        "Instrumentalność",
    ),
    "liveness": (
        *("Liveness", "Live", "Lebendigkeit", "Vivacité", "Vivacidad", "Vivacità", "Vivacidade", "Levendigheid", "Livlighet", "Canlılık"),
        *("Ζωντάνια", "ライブ感", "现场感", "現場感", "الحيوية", "라이브 느낌", "Żywość"),
    ),
    "valence": (
        *("Valence", "Happy", "Happiness", "Valenz", "Valencia", "Valenza", "Valência", "Valentie", "Valens", "Duygusallık", "Θετικότητα", "感情値"),
        *("情绪效价", "情緒效價", "الإيجابية", "긍정도", "Walencja"),
    ),
    "tempo_bpm": ("Tempo", "BPM", "Tempo (BPM)", "Ρυθμός", "テンポ", "速度", "الإيقاع", "템포"),
    "time_signature": (
        *("Time Signature", "Taktart", "Mesure", "Compás", "Battuta", "Compasso", "Maatstreep", "Ölçü İşareti", "Μέτρο", "拍子", "拍号", "拍號"),
        *("توقيع الزمن", "박자", "Metrum"),
    ),
    "playlist_name": (
        *("Playlist Name", "Playlist", "Playlist Title", "Playlist-Name", "Nom de la playlist", "Nombre de la lista", "Nome della playlist"),
        *("Nome da playlist", "Naam van afspeellijst", "Spellistans namn", "Çalma Listesi Adı", "Όνομα λίστας αναπαραγωγής", "プレイリスト名"),
        *("播放列表名称", "播放清單名稱", "اسم قائمة التشغيل", "플레이리스트 이름", "재생목록 이름", "Nazwa playlisty"),
    ),
    "playlist_uri": ("Playlist URI", "Playlist ID", "Playlist URL", "Playlist Link"),
    "owner_name": ("Owner", "Playlist Owner", "Owner Name", "Playlist Owner Name", "Besitzer", "Propriétaire", "Propietario", "Proprietario", "Eigenaar"),
    "account_name": (
        *("Username", "User Name", "User", "User ID", "Account", "Account Name", "Account ID", "Profile", "Profile Name", "Spotify User"),
        *("Benutzer", "Benutzername", "Nutzername", "Utilisateur", "Nom d'utilisateur", "Usuario", "Nombre de usuario", "Utente", "Nome utente"),
        *("Usuário", "Nome de usuário", "Gebruiker", "Gebruikersnaam", "Användare", "Användarnamn", "Kullanıcı", "Kullanıcı adı", "ユーザー名"),
        *("用户名", "使用者名稱", "사용자 이름", "사용자", "Użytkownik", "Nazwa użytkownika", "Пользователь"),
    ),
    "entry_type": ("Type", "Item Type", "Entry Type"),
    "as_of_date": ("As Of Date", "As Of", "List Date", "Snapshot Date", "Date", "Day"),
    "term": ("Term", "Time Range"),
    "place": ("Place", "Rank", "Position", "Index"),
    "played_at": ("Played At", "ts", "End Time", "Played On", "Timestamp"),
    "played_ms": ("Played ms", "ms Played", "Played (ms)"),
    "person_name": ("Person Name", "Person", "Credited Name"),
    "credit_type": ("Credit Type", "Credit", "Role"),
    "credit_details": ("Credit Details", "Details", "Attributes"),
    "relation": ("Relation", "Relationship", "Relation Type", "Relationship Type"),
    "other_name": ("Other Name", "Other Artist", "Other Artist Name", "Related Artist"),
}

# words of a flattened header (no case, accents, punctuation) that mean a person's own affairs
PERSONAL_WORDS = (
    *("ip", "ips", "ip addr", "ip address", "ipaddress", "ipaddr", "ipv4", "ipv6", "adresse ip", "direccion ip", "indirizzo ip"),
    *("e mail", "email", "mail", "emails", "e mails", "courriel", "correo", "phone", "telephone", "telefon", "telefono", "mobile"),
    *("user agent", "useragent", "username", "user name", "user id", "userid", "user", "account", "real name", "first name", "last name"),
    *("surname", "given name", "family name", "full name", "display name", "birth", "birthdate", "birthday", "born", "geburtsdatum"),
    *("date de naissance", "fecha de nacimiento", "data di nascita", "dob", "age", "gender", "sex", "city", "stadt", "ville", "ciudad", "citta"),
    *("region", "metro", "metro code", "metrocode", "latitude", "longitude", "lat", "lon", "lng", "geo", "location", "gps", "coordinates"),
    *("country", "conn country", "land", "pays", "pais", "paese", "postcode", "postal code", "zip", "zip code", "plz", "street", "address"),
    *("adresse", "device id", "device", "imei", "mac address", "payment", "card", "iban"),
)
