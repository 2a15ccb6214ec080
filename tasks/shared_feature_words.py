"""What exporters in many languages call each audio feature; refuses to know how they are measured."""

FEATURE_WORDS: dict[str, tuple[str, ...]] = {
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
}
