# Dein Feed: was „Für dich“ von jemandem weiß, und wie man es ändert.
title-your-feed = Dein Feed · Kurzum

yours-title = Dein Feed
yours-back = Einstellungen
yours-lede = Was „Für dich“ von dir weiß, und wie du es änderst. Es liegt unter deinem eigenen Schlüssel.
yours-learned = { $watches ->
    [0] Noch zählt nichts, was du gesehen hast.
    [one] Aus dem einen Clip, den du gesehen hast.
   *[other] Aus den letzten { $watches } Malen, die du einen Clip gesehen hast.
  }
yours-since = Du hast am { $day } neu begonnen; was du davor gesehen hast, zählt nicht.

yours-interests = Wonach er sich richtet
yours-kind-creator = Person
yours-kind-sound = Ton
yours-kind-topic = Thema
yours-kind-language = Sprache
yours-strength = Stärke von { $name }
yours-watched = { $watches ->
    [0] Keinen Clip gesehen.
    [one] Einen Clip gesehen.
   *[other] { $watches } Clips gesehen.
  }
yours-brought = { $picks ->
    [0] Brachte keinen deiner letzten Clips.
    [one] Brachte einen deiner letzten Clips.
   *[other] Brachte { $picks } deiner letzten Clips.
  }
yours-hide = Ausblenden
yours-hide-name = Ausblenden: { $name }
yours-language = Ändern
yours-language-name = Ändern: { $name }
yours-empty-title = Noch nichts gelernt
yours-empty-text = Sieh ein paar Clips an. Wobei du bleibst, steht einen Augenblick später hier, und du kannst es ändern.

yours-hidden = Ausgeblendet in „Für dich“
yours-hidden-none = Nichts ist ausgeblendet. Was du hier oder bei „Warum dieser Clip“ ausblendest, bleibt aus „Für dich“, bis du es wieder zeigst.
yours-hidden-since = Seit { $day }
yours-show-name = Wieder zeigen: { $name }

yours-anew = Neu beginnen
yours-anew-lede = „Für dich“ vergisst, was es gelernt hat, und lernt dich neu kennen.
yours-anew-title = Neu beginnen?
yours-anew-goes = Weg: alle Interessen von oben. Die nächste Seite ist wie für jemand Neues.
yours-anew-stays = Bleibt: was du gesehen hast, was du ausblendest, was dir gefällt und wem du folgst.
yours-anew-back = Du kannst es zurücknehmen, bis du hier etwas anderes änderst.
yours-anew-yes = Neu beginnen
yours-anew-no = Behalten
yours-anew-done = „Für dich“ lernt dich neu kennen.

yours-changed-reset = Du hast neu begonnen.
yours-changed-hide = Du hast { $name } ausgeblendet.
yours-changed-show = Du zeigst etwas wieder.
yours-undone = Zurückgenommen.
problem-nothing_to_undo = Es gibt nichts mehr zurückzunehmen. So steht es jetzt.

yours-loading = Dein Feed wird geladen
yours-failed = Dein Feed ist nicht angekommen
yours-locked-title = Gerade verschlossen
yours-locked-text = Was „Für dich“ von dir weiß, liegt unter deinem Schlüssel, und der Treuhänder, der ihn verwahrt, ist nicht erreichbar. Nichts wurde geöffnet, nichts ist verloren. Clips laufen weiter, wie für alle.
yours-signed-out = Abgemeldet weiß „Für dich“ nichts von dir. Melde dich an, dann siehst du hier, wonach es sich richtet, und änderst es.
