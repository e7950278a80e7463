# Der Rahmen um jede Seite, und Wörter, die mehrere Seiten teilen.
skip-to-main = Zum Inhalt springen
nav-label = Hauptmenü
nav-home = Feed
nav-foryou = Für dich
nav-following = Gefolgt
nav-friends = Freunde
nav-upload = Hochladen
nav-profile = Profil
nav-signin = Anmelden
nav-settings = Einstellungen
nav-about = Über Kurzum

title-feed = Kurzum
title-following = Gefolgt · Kurzum
title-friends = Freunde · Kurzum
title-clip = Clip · Kurzum

close = Schließen
undo = Rückgängig
back = Zurück
try-again = Noch einmal
still-loading = Lädt noch. Das Netz ist langsam.
to-the-feed = Zum Feed
sign-in = Anmelden
join = Konto anlegen

not-found-title = Hier ist nichts
not-found-text = Der Link ist vielleicht alt, oder die Seite wurde von ihrem Besitzer entfernt.
page-failed-title = Diese Seite wurde nicht geladen
page-failed-text = Nichts von dir ist verloren. Prüfe das Netz und versuche es noch einmal.

problem-offline = Du bist offline. Was du hier tust, wird aufgehoben und später gesendet.
problem-unreachable = Der Server ist nicht erreichbar. Nichts wurde geändert; versuche es gleich noch einmal.
problem-unreadable = Die Antwort des Servers kam beschädigt an. Versuche es noch einmal.
problem-unavailable = Der Server hat ein Problem. Nichts wurde geändert; versuche es gleich noch einmal.
problem-signed_out = Du bist abgemeldet. Melde dich an und versuche es noch einmal.
problem-forbidden = Das kannst du nicht ändern.
problem-not_found = Das gibt es nicht mehr.
problem-rate_limited = Das war viel in kurzer Zeit. Warte einen Moment und versuche es dann noch einmal.
problem-bad_input = Etwas an der Eingabe stimmt nicht. Prüfe sie und versuche es noch einmal.
problem-not_built = Dieser Teil von Kurzum ist noch nicht gebaut.
problem-wrong_zone = Dieses Konto lebt in einer anderen Zone. Nichts wurde gesendet.
problem-custodian_unavailable = Der Treuhänder der Schlüssel deiner Zone ist nicht erreichbar, darum bleibt Privates verschlossen. Versuche es gleich noch einmal.
problem-account_leaving = Dein Konto wird gelöscht, darum lässt sich nichts ändern. Behalte es zuerst: der Knopf ist oben auf der Seite.
problem-conflict = Das hat sich inzwischen geändert. Lade neu und versuche es noch einmal.
problem-other = Das hat nicht geklappt. Nichts wurde geändert; versuche es gleich noch einmal.
# Unter einem Problem: womit der Betreiber nachsehen kann.
reference = Kennung: { $id }

# Das Siegel: immer wahr.
seal-label = Wo deine Daten sind
seal-title = Wo deine Daten sind
seal-zone = Zone { $zone }
