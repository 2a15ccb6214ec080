"""Which words of a header mean a person's own affairs; refuses to know what becomes of such columns."""

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
