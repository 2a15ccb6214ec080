"""Texts that must never leave the files they came in; tests search for them everywhere."""

EMAIL = "planted.listener@secret.example"
ADDRESS = "77 Planted Lane, Secretville"
CARD = "4929 planted 7777"
PHONE = "+49 0000 planted"
BIRTHDATE = "1971-02-03"
IP_ADDRESS = "203.0.113.77"
USER_NAME = "planted-username-4711"
USER_AGENT = "planted-user-agent/9.9"
CITY = "Planted-City"
LONGITUDE, LATITUDE = 12.345678, 65.432187
SEARCHED = "planted search words"
FRIENDS = "planted-follower"

PLANTED = (EMAIL, ADDRESS, CARD, PHONE, BIRTHDATE, IP_ADDRESS, USER_NAME, USER_AGENT, CITY, str(LONGITUDE), str(LATITUDE), SEARCHED, FRIENDS)
