# Was Kurzum ist, und was heute gilt.
title-about = Über Kurzum
about-title = Kurzum
about-lead = Kurzum spielt kurze Clips. Was es über deine Daten verspricht, sollen andere prüfen können; wie weit das heute geht, steht unten.
about-promise = Was hier anders ist
about-zone = Dein Konto lebt in einer Zone. Was von dir geschützt ist, wird dort gespeichert und verarbeitet, und nirgends sonst.
about-keys = Ein Treuhänder, nicht der Hersteller dieser Software, hält den Schlüssel dazu. Löschst du dein Konto, wird dein Schlüssel vernichtet.
about-why = Jeder Clip im Feed sagt, warum er da ist, und lässt dich das ändern.
about-limit = Kein Clip wird eingeschränkt ohne einen Grund, der vorher aufgeschrieben ist.
about-zones = Zonen
about-markets = { $count ->
    [one] Ein Land
   *[other] { $count } Länder
  }
about-kept-by = Schlüssel bei { $custodian }
about-here = Du bist hier
about-open = Öffnen
about-licences = Wessen Arbeit in dieser Seite steckt, und unter welchen Lizenzen
