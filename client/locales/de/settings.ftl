# Einstellungen.
title-settings = Einstellungen · Kurzum

settings-title = Einstellungen
settings-nav = Teile der Einstellungen
settings-failed = Deine Einstellungen sind nicht angekommen. Es ist nichts verloren. Versuche es noch einmal.
settings-again = Noch einmal
settings-undo = Rückgängig
settings-saved = Gespeichert.
settings-fault = Das hat nicht geklappt; es wurde nichts geändert. { $detail }
settings-save = Speichern
settings-signed-out = Du bist abgemeldet. Diese Einstellungen bleiben in diesem Browser.
settings-sign-in = Anmelden
settings-join = Mitmachen

settings-app = App
settings-language = Sprache der App
settings-theme = Aussehen
settings-theme-system = Wie das Gerät
settings-theme-dark = Dunkel
settings-theme-light = Hell
settings-data = Weniger Daten
settings-data-why = Kleinere Bilder, und weniger lädt voraus.

settings-profile = Profil
settings-name = Name
settings-name-hint = Was über deinem Benutzernamen steht. Er darf leer sein.
settings-bio = Über dich
settings-bio-left = { $left ->
    [one] Noch { $left } Zeichen
   *[other] Noch { $left } Zeichen
  }
settings-bio-over = { $over ->
    [one] { $over } Zeichen zu viel
   *[other] { $over } Zeichen zu viel
  }
settings-see-profile = Dein Profil ansehen

settings-feed = Dein Feed
settings-feed-lede = Was „Für dich“ von dir weiß, und wie du es änderst.
settings-feed-open = Deinen Feed ansehen

settings-keeper = Deine Daten
settings-keeper-market = Du wohnst hier: { $country }.
settings-keeper-since = Hier seit { $when }.
settings-privacy-lede = Was über dich gespeichert ist, dein Archiv, und der Weg hinaus.
settings-privacy-open = Deine Daten ansehen

settings-access = Zugang
settings-email = E-Mail
settings-email-hint = Nur, um wieder hineinzukommen. Versiegelt, nie gezeigt.
settings-email-wrong = Eine E-Mail-Adresse sieht aus wie anna@example.org.
settings-email-removed = E-Mail entfernt.
settings-email-remove = Entfernen
settings-password = Passwort
settings-password-old = Dein Passwort jetzt
settings-password-new = Neues Passwort
settings-password-old-empty = Gib das Passwort ein, das du jetzt hast.
settings-password-old-wrong = Das ist nicht dein Passwort. Es wurde nichts geändert.
settings-password-same = Dieses Passwort hast du schon. Wähle ein anderes.
settings-password-change = Passwort ändern
settings-password-changed = Passwort geändert. Alle anderen Geräte sind abgemeldet.
settings-sessions = Angemeldet auf
settings-session-here = Dieses Gerät
settings-session-other = Ein anderes Gerät
settings-session-since = Seit { $when }
settings-sign-out = Abmelden
settings-sign-out-lede = Meldet dich auf diesem Gerät ab.
settings-sign-out-all = Überall abmelden
settings-sign-out-all-why = Auch auf diesem Gerät.
settings-signed-out-now = Du bist abgemeldet.

settings-people = Leute
settings-blocked = Blockiert
settings-blocked-none = Niemand ist blockiert.
settings-muted = Stumm
settings-muted-none = Niemand ist stumm.
settings-unblock = Nicht mehr blockieren
settings-unblock-who = { $handle } nicht mehr blockieren
settings-unmute = Nicht mehr stummschalten
settings-unmute-who = { $handle } nicht mehr stummschalten
settings-unblocked = { $handle } ist nicht mehr blockiert.
settings-unmuted = { $handle } ist nicht mehr stumm.
settings-blocked-again = { $handle } ist wieder blockiert.
settings-muted-again = { $handle } ist wieder stumm.
settings-more = Mehr zeigen
settings-list-failed = Diese Liste ist nicht angekommen. Versuche es noch einmal.

settings-clips = Aufgehobene Clips

settings-leave = Gehen
settings-delete = Konto löschen
settings-delete-lede = Beendet alles, was du hier hast.
settings-your-language = Deine Sprache
settings-your-language-hint = Für die Clips, die du zuerst siehst.
settings-session-program = Ein Programm
settings-session-end = Abmelden
settings-session-end-which = Das Gerät vom { $when } abmelden
settings-session-ended = Dieses Gerät ist abgemeldet.
settings-email-saved = E-Mail gespeichert.
settings-profile-saved = Profil gespeichert.
settings-bio-lines = Höchstens fünf Zeilen.
settings-name-over = { $over ->
    [one] { $over } Zeichen zu viel
   *[other] { $over } Zeichen zu viel
  }
