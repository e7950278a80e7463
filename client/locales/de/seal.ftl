# Das Blatt hinter dem Siegel: immer wahr.
seal-where = Deine Daten sind in der Zone <b>{ $zone }</b>, und <b>{ $custodian }</b> verwahrt ihre Schlüssel.
seal-where-nobody = Du siehst die Zone <b>{ $zone }</b>. <b>{ $custodian }</b> verwahrt die Schlüssel der Leute, die hier leben.
seal-custodian-here = Der Treuhänder ist da und antwortet.
seal-custodian-away = Der Treuhänder ist gerade nicht erreichbar. Privates bleibt verschlossen, bis er zurück ist; öffentliche Clips laufen weiter.
seal-stored = Dein Geburtsdatum, deine E-Mail, was du ansiehst und was du privat speicherst, liegt unter deinem eigenen Schlüssel. Löschst du dein Konto, wird der Schlüssel vernichtet.
seal-stored-nobody = Du bist abgemeldet: Was du ansiehst, wird gezählt, nicht gespeichert. Welche Clips du gesehen hast, merkt sich nur dieser Browser.
seal-no-ledger = Der Ring ist offen: Kurzum hat noch kein öffentliches Verzeichnis, also kann das heute niemand von außen prüfen. Er schließt sich, wenn das geht.
seal-unknown = Wir können gerade nicht sagen, wo deine Daten sind, weil die Zone nicht antwortet.
seal-more = Sieh, was über dich gespeichert ist
