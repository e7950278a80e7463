# Profile: /@handle.
title-profile = Profil · Kurzum

profile-title = { $name } (@{ $handle })
profile-clips = { $count ->
    [one] Clip
   *[other] Clips
  }
profile-followers = { $count ->
    [one] Follower
   *[other] Follower
  }
profile-following = gefolgt
profile-likes = { $count ->
    [one] Like
   *[other] Likes
  }
profile-since = Hier seit { $when }
profile-bot = Bot
profile-bot-why = Dahinter steckt ein Programm. Die Clips macht Code.
profile-follow = Folgen
profile-followed = Gefolgt
profile-unfollow = Nicht mehr folgen
profile-now-following = Du folgst jetzt { $handle }.
profile-no-longer-following = Du folgst { $handle } nicht mehr.
profile-more = Mehr zeigen
profile-more-about = Mehr zu { $handle }
profile-mute = Stummschalten
profile-muted-why = Die Clips kommen nicht mehr in deinen Feed. Niemand erfährt davon.
profile-unmute = Nicht mehr stummschalten
profile-now-muted = { $handle } ist stumm. Diese Clips kommen bei dir nicht mehr.
profile-no-longer-muted = { $handle } ist nicht mehr stumm.
profile-block = Blockieren
profile-unblock = Nicht mehr blockieren
profile-now-blocked = { $handle } ist blockiert. Ihr seht einander nicht mehr.
profile-no-longer-blocked = { $handle } ist nicht mehr blockiert.
profile-undo = Rückgängig
profile-copy = Link kopieren
profile-copied = Link kopiert.
profile-edit = Profil bearbeiten
profile-my-clips = Meine Clips
profile-settings = Einstellungen
profile-grid = Clips von { $handle }
profile-clip = { $caption }, { $plays } Mal gesehen
profile-clip-untitled = Clip vom { $when }, { $plays } Mal gesehen
profile-empty-own = Noch nichts hier. Für den ersten Clip reichen 15 Sekunden.
profile-empty = { $name } hat noch keine öffentlichen Clips.
profile-blocked-text = Du hast { $handle } blockiert. Ihr seht die Clips des anderen nicht.
profile-not-found = Niemand heißt hier @{ $handle }.
profile-not-found-why = Vielleicht ist der Name anders geschrieben, oder diese Person wohnt in einer anderen Zone oder ist gegangen.
profile-home = Zum Feed
profile-failed = Dieses Profil ist nicht angekommen. Es ist nichts verloren. Versuche es noch einmal.
profile-more-failed = Die nächsten Clips sind nicht angekommen. Versuche es noch einmal.
profile-again = Noch einmal
profile-sign-in-follow = Melde dich an, um { $handle } zu folgen.
profile-fault = Das hat nicht geklappt; es wurde nichts geändert. { $detail }
profile-new-clip = Neuer Clip
profile-elsewhere = @{ $handle } wohnt in einer anderen Zone.
profile-go-there = Ansehen bei { $host }

kept-saved = Gemerkt
kept-liked = Geliket
kept-saved-none = Noch nichts gemerkt. Merke dir einen Clip, dann wartet er hier.
kept-liked-none = Noch nichts geliket.
kept-clip-untitled = Clip von { $handle }
kept-clip = { $caption }, von { $handle }
kept-private = Das siehst nur du.
kept-shown = Gezeigt
kept-clips-own = Clips
