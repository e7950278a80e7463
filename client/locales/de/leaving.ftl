# Gehen: das Blatt, das ein Konto löscht, und was über jeder Seite steht, bis es gelöscht ist.

leave-title = Dein Konto löschen?
leave-first = Deine Clips und Daten kannst du mitnehmen.
leave-first-go = Zuerst herunterladen
leave-when = Wann?
leave-later = In 7 Tagen
leave-later-why = Bis dahin kannst du es dir anders überlegen.
leave-now = Sofort
leave-now-why = Lässt sich nicht zurücknehmen.
leave-goes-later = Heute wirst du auf jedem Gerät abgemeldet, und niemand sieht mehr dein Profil und deine Clips. Melde dich in den 7 Tagen an, und ein Druck bringt alles zurück.
leave-goes-now = Jetzt weg sind: dein Profil, deine Clips, deine Likes, wem du folgst, und jede Anmeldung auf jedem Gerät.
leave-key-later = Nach 7 Tagen wird alles entfernt und der Schlüssel deiner Daten zerstört. Dann kann sie niemand mehr lesen, auch wir nicht, und niemand kann sie zurückholen.
leave-key-now = Danach wird der Schlüssel deiner Daten zerstört. Dann kann sie niemand mehr lesen, auch wir nicht, und niemand kann sie zurückholen.
leave-handle = Dein Benutzername bleibt gesperrt, damit sich niemand als du ausgibt. Du bekommst einen Beleg.
leave-yes-later = In 7 Tagen löschen
leave-yes-now = Sofort löschen
leave-no = Behalten
leave-busy = Wird gelöscht

leaving-label = Dein Konto wird gelöscht
leaving-until = Dein Konto wird am { $when } gelöscht.
leaving-soon = Dein Konto wird gelöscht.
leaving-at-once = Doch sofort löschen
leaving-stay = Mein Konto behalten
leaving-too-late = Die Löschung hat begonnen und lässt sich nicht mehr zurücknehmen.
leaving-kept = Dein Konto bleibt. Dein Profil, deine Clips, wem du folgst und deine Likes sind, wie sie waren.

privacy-password = Dein Passwort
privacy-password-empty = Gib dein Passwort ein.
privacy-password-wrong = Das ist nicht dein Passwort. Es wurde nichts geändert.
