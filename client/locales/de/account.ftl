# Registrieren, Anmelden, Abmelden.
title-join = Mitmachen · Kurzum
title-signin = Anmelden · Kurzum

join-title = Mitmachen
join-country-title = Wo wohnst du?
join-country-why = Danach richtet sich, wer deine Daten verwahrt und nach welchem Recht.
join-country-label = Land
join-country-search = { $count } Länder durchsuchen
join-country-guess = Deiner Uhr nach: { $country }. Gesendet wurde nichts.
join-country-none = Kein Land heißt „{ $typed }“. Versuche den englischen Namen oder die zwei Buchstaben.
join-country-found = { $count ->
    [one] { $count } Land
   *[other] { $count } Länder
  }
join-country-missing = Wähle das Land, in dem du wohnst.
join-country-failed = Die Liste der Länder ist nicht angekommen. Es ist nichts verloren. Versuche es noch einmal.
join-keeper = Deine Daten verwahrt { $custodian } in der Zone { $zone }, und sonst niemand.
join-keeper-here = Du bist an der richtigen Adresse.
join-keeper-elsewhere = Konten für { $country } entstehen bei { $host }. Wir bringen dich hin, bevor du etwas eingibst.
join-continue = Weiter
join-continue-there = Weiter bei { $host }
join-change-country = Ändern
join-lives-in = Land: { $country }

join-you-title = Wer bist du hier?
join-handle-label = Benutzername
join-handle-hint = Dein Name in Links: { $host }/@{ $handle }
join-handle-example = anna
join-handle-empty = Wähle einen Benutzernamen.
join-handle-short = Ein Benutzername hat mindestens { $min } Zeichen.
join-handle-long = Ein Benutzername hat höchstens { $max } Zeichen.
join-handle-characters = Nur Buchstaben a bis z, Ziffern, Punkt und Unterstrich.
join-handle-dots = Punkte stehen zwischen Buchstaben, immer nur einer.
join-handle-letter = Ein Benutzername hat mindestens einen Buchstaben.
join-handle-taken = Diesen Namen hat schon jemand. Versuche einen anderen; alles Übrige bleibt, wie es ist.
join-handle-refused = Dieser Name geht nicht. Versuche einen anderen.
join-password-label = Passwort
join-password-hint = Mindestens { $min } Zeichen. Ein paar Wörter merkt man sich leichter als ein seltsames.
join-password-empty = Wähle ein Passwort.
join-password-short = { $missing ->
    [one] Noch ein Zeichen.
   *[other] Noch { $missing } Zeichen.
  }
join-password-long = Ein Passwort hat höchstens { $max } Zeichen.
join-password-weak = Dieses Passwort ist zu leicht zu erraten. Wähle ein anderes.
join-password-enough = Lang genug.
join-password-show = Zeigen
join-password-hide = Verbergen
join-password-show-long = Passwort zeigen
join-password-hide-long = Passwort verbergen
join-language-label = Sprache
join-language-hint = Für die App und für die Clips, die du zuerst siehst.
join-birth-label = Geburtsdatum
join-birth-hint = Für die Regeln deines Alters. Sonst sieht es niemand.
join-birth-day = Tag
join-birth-month = Monat
join-birth-year = Jahr
join-birth-empty = Gib dein Geburtsdatum ein.
join-birth-no_date = Diesen Tag gibt es im Kalender nicht. Prüfe Tag, Monat und Jahr.
join-birth-future = Dieser Tag kommt erst noch. Prüfe das Jahr.
join-birth-too_young = Mitmachen kannst du ab { $age } Jahren. Bis dahin kannst du ohne Konto schauen, und wir behalten nichts von dem, was du eingegeben hast.
join-email-label = E-Mail
join-email-optional = freiwillig
join-email-hint = Nur, damit du wieder hineinkommst, wenn du dein Passwort verlierst. Versiegelt, nie gezeigt, nie benutzt, um dich zu finden.
join-email-wrong = Eine E-Mail-Adresse sieht aus wie anna@example.org.
join-submit = Konto anlegen
join-busy = Dein Konto wird angelegt
join-have-account = Schon hier?
join-elsewhere = Die Daten dieses Landes werden bei { $host } verwahrt. Hier wurde nichts gespeichert. Mach dort weiter.
join-other-fault = Dein Konto wurde nicht angelegt, und deine Eingaben sind noch da. { $detail }
join-step = Schritt { $step } von { $steps }
join-welcome = Willkommen, { $handle }.

signin-title = Anmelden
signin-lede = In der Zone { $zone }, verwahrt von { $custodian }.
signin-handle-label = Benutzername
signin-handle-hint = Aus einer anderen Zone? Häng sie an: anna@us
signin-handle-empty = Gib deinen Benutzernamen ein.
signin-zone-unknown = Eine Zone „{ $zone }“ gibt es nicht. Zonen hier: { $zones }.
signin-zone-elsewhere = { $handle } meldet sich bei { $host } an. Wir bringen dich hin; dein Passwort bleibt so lange bei dir.
signin-zone-go = Weiter bei { $host }
signin-password-label = Passwort
signin-password-empty = Gib dein Passwort ein.
signin-submit = Anmelden
signin-busy = Anmeldung läuft
signin-wrong = Benutzername oder Passwort stimmt nicht. Es wurde nichts geändert.
signin-too-many = Zu viele Versuche. Dein Konto ist sicher. Versuche es in { $wait } wieder.
signin-other-fault = Du bist nicht angemeldet. { $detail }
signin-new = Neu hier?
signin-join = Konto anlegen
signin-needed = Melde dich zuerst an. Dann geht es weiter, wo du warst.
signin-already = Du bist angemeldet als { $handle }.
signin-go-on = Weiter

account-wait-seconds = { $count ->
    [one] einer Sekunde
   *[other] { $count } Sekunden
  }
account-wait-minutes = { $count ->
    [one] einer Minute
   *[other] { $count } Minuten
  }
account-wait-hours = { $count ->
    [one] einer Stunde
   *[other] { $count } Stunden
  }
account-again = Noch einmal
