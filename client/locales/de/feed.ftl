# Der Feed, der Clip, und alles, was man mit einem Clip tun kann.
tabs-label = Feeds
tab-foryou = Für dich
tab-following = Gefolgt
tab-friends = Freunde
title-clip-by = { $name }: ein Clip · Kurzum

play = Abspielen
pause = Anhalten
progress = Zeit im Clip
progress-value = { $now } von { $all }
previous-clip = Voriger Clip
next-clip = Nächster Clip
tap-for-sound = Tippen für Ton
sound-on = Ton einschalten
sound-off = Ton ausschalten
sound = Ton
bot = Bot
clip-by = Clip von { $name }
more-text = Mehr
less = Weniger

hand-label = Aktionen
like = Gefällt mir
save = Merken
share = Teilen
more = Mehr
saved = Gemerkt. Du findest ihn in deinem Profil.
unsaved = Nicht mehr gemerkt.
link-copied = Link kopiert.
link-not-copied = Der Link ließ sich nicht kopieren. Er lautet { $link }

follow = Folgen
following = Gefolgt
unfollow = Nicht mehr folgen
follow-name = { $name } folgen
following-name = Gefolgt: { $name }, beenden
unfollowed = Du folgst { $name } nicht mehr.
muted = Clips von { $name } bleiben aus deinem Feed.
blocked = { $name } ist blockiert. Ihr seht einander nicht mehr.

ask-like = Anmelden, um Clips zu mögen
ask-save = Anmelden, um Clips zu merken
ask-follow = Anmelden, um Leuten zu folgen
ask-mute = Anmelden, um Leute stummzuschalten
ask-block = Anmelden, um Leute zu blockieren
ask-report = Anmelden, um Clips zu melden
ask-hide = Anmelden, um deinen Feed zu ändern
ask-text = Zum Zuschauen brauchst du kein Konto. Was dir gefällt und wem du folgst, liegt unter deinem eigenen Schlüssel; dafür brauchst du eines.

sheet-menu = Dieser Clip
sheet-why = Warum dieser Clip
sheet-report = Diesen Clip melden
why-this-clip = Warum dieser Clip
copy-link = Link kopieren
see-profile = Profil von { $name }
not-interested = Kein Interesse
not-interested-done = Notiert. Du siehst künftig weniger davon.
mute-name = { $name } stummschalten
block-name = { $name } blockieren
manage-clips = Bearbeiten oder löschen
visible-friends = Freunde
visible-private = Nur du
report = Melden

why-fresh = Er ist <b>neu</b>, und neue Clips bekommen ihre Chance, bevor sie beliebt sind.
why-popular_market = Er ist beliebt, wo du bist: <b>{ $market }</b>.
why-popular_language = Er ist beliebt in deiner Sprache: <b>{ $language }</b>.
why-followed = Du <b>folgst { $name }</b>.
why-friend = <b>{ $name } ist mit dir befreundet</b>: ihr folgt einander.
why-explore = Er ist ein <b>Versuch</b>: etwas, das du vielleicht noch nicht kennst. Passt es nicht, sag es.
why-well_watched = Wem er gezeigt wird, der <b>bleibt meist dabei</b>.
why-because_clip = Du bist bei <b>einem Clip von { $name }</b> geblieben, und andere, die das taten, sahen auch diesen.
why-because_creator = { $watches ->
    [one] Du hast <b>einen Clip von { $name }</b> gesehen.
   *[other] Du hast <b>{ $watches } Clips von { $name }</b> gesehen.
  }
why-because_sound = { $watches ->
    [one] Du hast <b>einen Clip mit dem Ton „{ $name }“</b> gesehen.
   *[other] Du hast <b>{ $watches } Clips mit dem Ton „{ $name }“</b> gesehen.
  }
why-because_topic = { $watches ->
    [one] Du hast <b>einen Clip zu #{ $topic }</b> gesehen.
   *[other] Du hast <b>{ $watches } Clips zu #{ $topic }</b> gesehen.
  }
why-because_language = Du siehst viele Clips in dieser Sprache: <b>{ $language }</b>.
why-first_audience = Er ist <b>neu</b>: Jeder Clip bekommt ein erstes Publikum, und du gehörst dazu.
why-first_audience-more = Wer auch immer ihn gemacht hat: Ein neuer Clip wird zuerst einigen Leuten gezeigt, in der Regel hundert. Was sie ansehen, entscheidet, wie weit er kommt. Nur wenige deiner Clips sind solche Versuche.
why-other = Kurzum hat ihn nach einer Regel gewählt, die diese Seite noch nicht kennt. Lade neu, um sie zu lesen.
change-language = Sprache ändern
see-that-clip = Jenen Clip ansehen
how-it-works = Wie das geht
hide-creator = { $name } ausblenden
hide-sound = Diesen Ton ausblenden
hide-topic = #{ $name } ausblenden
hidden-creator = Clips von { $name } bleiben aus „Für dich“.
hidden-sound = Clips mit dem Ton „{ $name }“ bleiben aus „Für dich“.
hidden-topic = Clips zu #{ $name } bleiben aus „Für dich“.
show-again = Wieder zeigen
shown-again = Sie dürfen in „Für dich“ wieder vorkommen.
your-feed-all = Alles, wonach sich dein Feed richtet
problem-too_many = Diese Liste ist voll. Nichts wurde geändert; nimm erst etwas von ihr herunter.

report-text = Deine Meldung wird für die aufgehoben, die über Clips entscheiden. Wer den Clip gemacht hat, erfährt nicht, wer ihn gemeldet hat.
report-reason = Was stimmt damit nicht?
report-sexual = Sexuelle Inhalte
report-violence = Gewalt
report-hate = Hass gegen Menschen
report-harassment = Mobbing oder Drohung
report-self_harm = Selbstverletzung
report-minor_safety = Ein Kind ist in Gefahr
report-misinformation = Falsch und schädlich
report-illegal = Gegen das Gesetz
report-rights = Nutzt mein Werk oder mein Bild
report-spam = Spam oder Betrug
report-other = Etwas anderes
report-note = Was sollten wir wissen?
report-note-hint = Freiwillig. Bitte keine Namen und Adressen.
report-send = Meldung senden
reported = Gemeldet. Danke, dass du hinsiehst.

details-label = Über diesen Clip
count-plays = Aufrufe
count-likes = Likes
count-saves = gemerkt
count-shares = geteilt
published-on = Veröffentlicht am { $day }
keys-label = Tasten
key-move = weiter, zurück
key-space = Leertaste
key-play = Abspielen, Pause
key-mute = Ton
key-like = gefällt mir

trouble-slow = Das Netz ist langsam. Der Clip ist unterwegs.
trouble-failed = Dieser Clip ließ sich nicht abspielen. Deine Stelle bleibt gemerkt.
trouble-offline = Du bist offline. Der Clip spielt, sobald das Netz zurück ist.
trouble-not-ready = Dieser Clip wird noch vorbereitet.

feed-failed-title = Der Feed wurde nicht geladen
feed-waiting = { $count ->
    [one] Eine Sache, die du getan hast, wartet aufs Senden.
   *[other] { $count } Dinge, die du getan hast, warten aufs Senden.
  }
feed-end-label = Ende des Feeds
feed-end-title = Das war fürs Erste alles
feed-end-text = { $count ->
    [one] Du hast den einen Clip gesehen, den es heute hier gibt.
   *[other] Du hast alle { $count } Clips gesehen, die es heute hier gibt.
  }
feed-note-nothing_new = Seit dem letzten Mal ist wenig neu, darum kommen auch Clips, die du kennst.
feed-note-custodian_away = Der Treuhänder deiner Zone ist nicht erreichbar, darum ist dies der Feed, den alle bekommen. Nichts von dir wurde geöffnet.
feed-note-plain = Der Feed ließ sich gerade nicht sortieren. Dies sind einfach die neuesten Clips.
look-for-new = Nach neuen Clips sehen
from-the-start = Von vorn
watch-again = Noch einmal zeigen
foryou-empty-title = Du hast alles gesehen
foryou-empty-text = Hier ist kein Clip, den du nicht kennst. Neue erscheinen, sobald jemand sie veröffentlicht.
following-empty-title = Du folgst noch niemandem
following-empty-text = Folge jemandem, dessen Clips du magst; die nächsten erscheinen hier, die neuesten zuerst.
friends-empty-title = Noch keine Freunde hier
friends-empty-text = Wenn du und jemand einander folgt, erscheinen die Clips hier, die neuesten zuerst.
following-signed-out-title = Clips von Leuten, denen du folgst
following-signed-out-text = Melde dich an, dann erscheinen sie hier, die neuesten zuerst. Wem du folgst, verlässt deine Zone nie.
friends-signed-out-title = Clips von deinen Freunden
friends-signed-out-text = Melde dich an, dann erscheinen hier die Clips der Leute, die dir zurückfolgen.
to-for-you = Zu „Für dich“

clip-gone-title = Dieser Clip ist nicht hier
clip-gone-text = Vielleicht wurde er von seinem Besitzer zurückgezogen, oder er ist nicht für alle.
