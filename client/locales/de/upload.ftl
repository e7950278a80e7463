# Einen Clip hochladen, und die Liste meiner Clips.
title-upload = Hochladen · Kurzum
title-clips = Deine Clips · Kurzum

upload-title = Neuer Clip
upload-lede = { $min } bis { $max } Sekunden, hochkant wirkt am besten. Er bleibt auf diesem Gerät, bis du Hochladen drückst.
upload-choose = Video wählen
upload-record = Aufnehmen
upload-drop = oder hier ablegen
upload-drop-now = Loslassen, um diesen Clip zu nehmen
upload-limits = Bis { $size }. MP4, MOV, WebM oder MKV.
upload-other = Anderes wählen
upload-preview = Vorschau deines Clips
upload-no-preview = Dieser Browser kann diese Art Video nicht zeigen. Nehmen können wir es trotzdem.
upload-file = { $name }, { $size }
upload-looking = Deine Datei wird angesehen

upload-several = Ein Clip nach dem anderen. Wir haben den ersten genommen.

rejected-empty = Diese Datei ist leer. Wähle eine andere.
rejected-too_long = Dieser Clip dauert { $seconds } Sekunden. Clips dauern höchstens { $max }. Kürze ihn und wähle ihn noch einmal.
rejected-too_short = Dieser Clip dauert { $seconds } Sekunden. Clips dauern mindestens { $min }. Wähle einen längeren.
rejected-too_long-plain = Dieser Clip dauert länger als { $max } Sekunden. Kürze ihn und wähle ihn noch einmal.
rejected-too_short-plain = Dieser Clip dauert weniger als { $min } Sekunden. Wähle einen längeren.
rejected-too_large = Diese Datei hat { $size }; höchstens { $max } gehen. Exportiere sie kleiner und wähle sie noch einmal.
rejected-too_large-plain = Diese Datei ist zu groß. Exportiere sie kleiner und wähle sie noch einmal.
rejected-too_many_pixels = Dieses Bild hat zu viele Bildpunkte. Exportiere es in höchstens 4K und wähle es noch einmal.
rejected-too_small = Dieses Bild ist zu klein. Jede Seite braucht mindestens 96 Bildpunkte. Wähle ein größeres.
rejected-too_demanding = Dieses Video braucht mehr Speicher, als wir haben. Exportiere es als gewöhnliches MP4 und versuche es noch einmal.
rejected-not_a_video = Diese Datei ist kein Video. Wähle ein Video.
rejected-no_picture = Diese Datei hat Ton, aber kein Bild. Wähle ein Video mit Bild.
rejected-encrypted = Diese Datei ist verschlüsselt, also könnte sie niemand ansehen. Exportiere sie ohne Schutz.
rejected-damaged = Diese Datei ist beschädigt und nicht lesbar. Nimm sie neu auf oder exportiere sie neu.
rejected-unsupported = Diese Art Video lässt sich nicht lesen. Exportiere sie als MP4.
rejected-timed_out = Das Vorbereiten hat zu lange gedauert. Dein Upload wurde gelöscht. Versuche es noch einmal, oder exportiere kleiner.
rejected-other = Dieser Clip ging nicht. { $detail }

upload-caption-label = Text
upload-caption-hint = Was sehen wir?
upload-caption-left = { $left ->
    [one] Noch { $left } Zeichen
   *[other] Noch { $left } Zeichen
  }
upload-caption-over = { $over ->
    [one] { $over } Zeichen zu viel
   *[other] { $over } Zeichen zu viel
  }
upload-language-label = Sprache des Clips
upload-visibility-label = Wer ihn sieht
visibility-public = Alle
visibility-public-why = Im Feed, auf deinem Profil und über den Link.
visibility-friends = Freunde
visibility-friends-why = Wem du folgst und wer dir auch folgt.
visibility-private = Nur ich
visibility-private-why = Sonst niemand, bis du es änderst.
upload-submit = Hochladen
upload-file-missing = Wähle zuerst ein Video.

upload-sending = Wird hochgeladen
upload-progress = { $sent } von { $total }
upload-left-seconds = { $count ->
    [one] noch eine Sekunde
   *[other] noch { $count } Sekunden
  }
upload-left-minutes = { $count ->
    [one] noch eine Minute
   *[other] noch { $count } Minuten
  }
upload-left-unknown = Die Leitung wird gemessen
upload-pause = Pause
upload-resume = Weiter
upload-cancel = Abbrechen
upload-cancelled = Hochladen abgebrochen.
upload-paused = Angehalten. Was gesendet ist, bleibt.
upload-offline = Keine Verbindung. Was gesendet ist, bleibt; es geht von selbst weiter.
upload-waiting = Gleich geht es los
upload-saved = Du kannst neu laden oder weggehen: Es geht von hier weiter.
upload-not-saved = Lass diese Seite offen: Dieser Browser konnte die Datei nicht aufheben.
upload-file-gone = Dieser Browser hat die Datei nicht mehr. Wähle „{ $name }“ noch einmal, dann geht es weiter, wo es aufhörte.
upload-file-again = Datei wählen
upload-file-differs = Das ist eine andere Datei. Wähle „{ $name }“ ({ $size }).
upload-expired = Die Pause war zu lang, und das Gesendete wurde gelöscht. Es beginnt von vorn.
upload-signed-out = Du bist abgemeldet. Melde dich an, dann geht es weiter.
upload-failed = Das Hochladen ist stehen geblieben. { $detail }
upload-again = Noch einmal
upload-remove = Entfernen

state-uploading = Wird hochgeladen
state-uploaded = Angekommen. Als Nächstes wird er vorbereitet.
state-probing = Die Datei wird angesehen
state-encoding = Wird für jeden Bildschirm vorbereitet
state-published = Veröffentlicht
state-private = Fertig. Nur du siehst ihn.
state-friends = Fertig. Deine Freunde sehen ihn.
state-rejected = Nicht angenommen
state-withdrawn = Zurückgezogen
state-removed = Entfernt
state-erased = Gelöscht

upload-done-public = Veröffentlicht. Jetzt können ihn andere sehen.
upload-done-friends = Fertig. Jetzt können ihn deine Freunde sehen.
upload-done-private = Fertig. Nur du kannst ihn sehen.
upload-done-more = Schärfere und kleinere Fassungen folgen von selbst.
upload-watch = Ansehen
upload-mine = Meine Clips
upload-another = Noch einen hochladen
upload-sign-in = Wer hochlädt, muss für andere jemand sein.
upload-metadata = Ort, Gerät und alle anderen versteckten Notizen werden aus der Datei entfernt.

clips-title = Meine Clips
clips-empty = Noch keine Clips. Für den ersten reichen 15 Sekunden.
clips-new = Neuer Clip
clips-more = Mehr zeigen
clips-failed = Deine Clips sind nicht angekommen. Sie sind sicher. Versuche es noch einmal.
clips-untitled = Ohne Text
clips-edit = Bearbeiten
clips-edit-title = Clip bearbeiten
clips-save = Speichern
clips-saved = Gespeichert.
clips-cancel = Abbrechen
clips-withdraw = Zurückziehen
clips-withdrawn = Zurückgezogen. Sonst sieht ihn jetzt niemand.
clips-undo = Rückgängig
clips-publish = Wieder veröffentlichen
clips-published-again = Wieder veröffentlicht.
clips-delete = Löschen
clips-delete-title = Diesen Clip löschen?
clips-delete-text = Der Clip, sein Bild, seine Likes und sein Link sind dann für immer weg. Um ihn nur eine Zeit lang zu verstecken, zieh ihn zurück.
clips-delete-yes = Für immer löschen
clips-deleted = Gelöscht.
clips-limit = Eingeschränkt: { $reason }
clips-actions = Aktionen für { $clip }
clips-fault = Das hat nicht geklappt; es wurde nichts geändert. { $detail }
clips-loading = Deine Clips werden geladen
clips-likes-plays = { $plays } Mal gesehen, { $likes } Likes
audience-shown = { $shown ->
    [one] Einer Person gezeigt, { $share } sahen bis zum Ende.
   *[other] { $shown } Leuten gezeigt, { $share } sahen bis zum Ende.
  }
audience-waiting = „Für dich“ hat ihn noch nicht gezeigt. Jeder neue Clip bekommt ein erstes Publikum von { $goal } Leuten.
audience-running = Erstes Publikum: { $shown } von { $goal }
audience-done = Er hatte sein erstes Publikum. Wie weit er kommt, hängt davon ab, wer dabei bleibt.
audience-promoted = Befördert: Die Leute bleiben dabei, also zeigt „Für dich“ ihn weiter.
problem-upload_too_large = Diese Datei ist größer, als Clips sein dürfen. Exportiere sie kleiner und wähle sie noch einmal.
problem-too_many_uploads = Es warten schon zu viele Clips von dir. Es ist nichts verloren: Versuche es wieder, wenn sie fertig sind.
problem-upload_expired = Die Pause war zu lang, und das Gesendete wurde gelöscht. Versuche es noch einmal, dann beginnt es von vorn.
problem-bad_caption = Im Text ist ein Zeichen, das sich nicht aufheben lässt. Ändere den Text und versuche es noch einmal.
rejected-gone = Diesen Clip gibt es nicht mehr. Er wurde inzwischen gelöscht.
