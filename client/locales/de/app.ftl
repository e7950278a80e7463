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
title-profile = Profil · Kurzum
title-join = Mitmachen · Kurzum
title-signin = Anmelden · Kurzum
title-upload = Hochladen · Kurzum
title-clips = Deine Clips · Kurzum
title-settings = Einstellungen · Kurzum
title-your-feed = Dein Feed · Kurzum
title-about = Über Kurzum

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
problem-conflict = Das hat sich inzwischen geändert. Lade neu und versuche es noch einmal.
problem-other = Das hat nicht geklappt. Nichts wurde geändert; versuche es gleich noch einmal.
# Unter einem Problem: womit der Betreiber nachsehen kann.
reference = Kennung: { $id }

# Das Siegel: immer wahr.
seal-label = Wo deine Daten sind
seal-title = Wo deine Daten sind
seal-where = Deine Daten sind in der Zone <b>{ $zone }</b>, und <b>{ $custodian }</b> verwahrt ihre Schlüssel.
seal-where-nobody = Du siehst die Zone <b>{ $zone }</b>. <b>{ $custodian }</b> verwahrt die Schlüssel der Leute, die hier leben.
seal-custodian-here = Der Treuhänder ist da und antwortet.
seal-custodian-away = Der Treuhänder ist gerade nicht erreichbar. Privates bleibt verschlossen, bis er zurück ist; öffentliche Clips laufen weiter.
seal-stored = Dein Geburtsdatum, deine E-Mail, was du ansiehst und was du privat speicherst, liegt unter deinem eigenen Schlüssel. Löschst du dein Konto, wird der Schlüssel vernichtet.
seal-stored-nobody = Du bist abgemeldet: Was du ansiehst, wird gezählt, nicht gespeichert. Welche Clips du gesehen hast, merkt sich nur dieser Browser.
seal-no-ledger = Der Ring ist offen: Kurzum hat noch kein öffentliches Verzeichnis, also kann das heute niemand von außen prüfen. Er schließt sich, wenn das geht.
seal-unknown = Wir können gerade nicht sagen, wo deine Daten sind, weil die Zone nicht antwortet.
seal-zone = Zone { $zone }
