# The feed, the clip, and everything that can be done about a clip.
tabs-label = Feeds
tab-foryou = For you
tab-following = Following
tab-friends = Friends
title-clip-by = { $name }: a clip · Kurzum

play = Play
pause = Pause
progress = Time of the clip
progress-value = { $now } of { $all }
previous-clip = Previous clip
next-clip = Next clip
tap-for-sound = Tap for sound
sound-on = Switch the sound on
sound-off = Switch the sound off
sound = Sound
bot = Bot
clip-by = Clip by { $name }
more-text = More
less = Less

hand-label = Actions
like = Like
save = Save
share = Share
more = More
saved = Saved. You find it in your profile.
unsaved = No longer saved.
link-copied = Link copied.
link-not-copied = The link could not be copied. It is { $link }

follow = Follow
following = Following
unfollow = Unfollow
follow-name = Follow { $name }
following-name = Following { $name }: stop
unfollowed = You no longer follow { $name }.
muted = Clips by { $name } stay out of your feed.
blocked = { $name } is blocked. Neither of you sees the other.

ask-like = Sign in to like clips
ask-save = Sign in to save clips
ask-follow = Sign in to follow people
ask-mute = Sign in to mute people
ask-block = Sign in to block people
ask-report = Sign in to report clips
ask-hide = Sign in to change your feed
ask-text = Watching needs no account. What you like and whom you follow is kept under your own key, so it needs one.

sheet-menu = This clip
sheet-why = Why this clip
sheet-report = Report this clip
why-this-clip = Why this clip
copy-link = Copy link
see-profile = Profile of { $name }
not-interested = Not interested
not-interested-done = Noted. You will see less like this.
mute-name = Mute { $name }
block-name = Block { $name }
manage-clips = Edit or delete it
visible-friends = Friends
visible-private = Only you
report = Report

why-fresh = It is <b>new</b>, and new clips get their chance before they are popular.
why-popular_market = It is popular where you are: <b>{ $market }</b>.
why-popular_language = It is popular in your language: <b>{ $language }</b>.
why-followed = You <b>follow { $name }</b>.
why-friend = <b>{ $name } is your friend</b>: you follow each other.
why-explore = It is a <b>try</b>: something you may not know yet. If it does not fit, say so.
why-well_watched = Whoever is shown it <b>tends to stay</b>.
why-because_clip = You stayed with <b>a clip by { $name }</b>, and others who did watched this one, too.
why-because_creator = { $watches ->
    [one] You watched <b>a clip by { $name }</b>.
   *[other] You watched <b>{ $watches } clips by { $name }</b>.
  }
why-because_sound = { $watches ->
    [one] You watched <b>a clip with the sound “{ $name }”</b>.
   *[other] You watched <b>{ $watches } clips with the sound “{ $name }”</b>.
  }
why-because_topic = { $watches ->
    [one] You watched <b>a clip about #{ $topic }</b>.
   *[other] You watched <b>{ $watches } clips about #{ $topic }</b>.
  }
why-because_language = You watch many clips in <b>{ $language }</b>.
why-first_audience = It is <b>new</b>: every clip gets a first audience, and you are part of it.
why-first_audience-more = Whoever made it, a new clip is first shown to some people, as a rule a hundred. What they watch decides how far it goes on. Only a few of the clips you get are such tries.
why-other = Kurzum chose it by a rule that this page does not know yet. Reload to read it.
change-language = Change language
see-that-clip = See that clip
how-it-works = How this works
hide-creator = Hide { $name }
hide-sound = Hide this sound
hide-topic = Hide #{ $name }
hidden-creator = Clips by { $name } stay out of For You.
hidden-sound = Clips with the sound “{ $name }” stay out of For You.
hidden-topic = Clips about #{ $name } stay out of For You.
show-again = Show again
shown-again = They may come again in For You.
your-feed-all = All that your feed goes by
problem-too_many = That list is full. Nothing was changed; take something off it first.

report-text = Your report is kept for those who decide about clips. Whoever made the clip is not told who reported it.
report-reason = What is wrong with it?
report-sexual = Sexual content
report-violence = Violence
report-hate = Hatred against people
report-harassment = Bullying or threats
report-self_harm = Self-harm
report-minor_safety = A child is in danger
report-misinformation = False and harmful
report-illegal = Against the law
report-rights = Uses my work or my image
report-spam = Spam or fraud
report-other = Something else
report-note = What should we know?
report-note-hint = Optional. Please leave out names and addresses.
report-send = Send report
reported = Reported. Thank you for looking out.

details-label = About this clip
count-plays = plays
count-likes = likes
count-saves = saves
count-shares = shares
published-on = Published { $day }
keys-label = Keys
key-move = next, previous
key-space = Space
key-play = play, pause
key-mute = sound
key-like = like

trouble-slow = The network is slow. The clip is on its way.
trouble-failed = This clip did not play. Your place is kept.
trouble-offline = You are offline. The clip plays when the network is back.
trouble-not-ready = This clip is still being prepared.

feed-failed-title = The feed did not load
feed-waiting = { $count ->
    [one] One thing that you did waits to be sent.
   *[other] { $count } things that you did wait to be sent.
  }
feed-end-label = End of the feed
feed-end-title = That was all, for now
feed-end-text = { $count ->
    [one] You have seen the one clip that is here today.
   *[other] You have seen all { $count } clips that are here today.
  }
feed-note-nothing_new = Little is new since last time, so here are clips that you know, too.
feed-note-custodian_away = Your zone's custodian cannot be reached, so this is the feed that everybody gets. Nothing of yours was opened.
feed-note-plain = The feed could not be sorted just now. These are simply the newest clips.
look-for-new = Look for new clips
from-the-start = From the start
watch-again = Show them again
foryou-empty-title = You have seen everything
foryou-empty-text = There is no clip here that you do not know. New ones appear as soon as somebody publishes them.
following-empty-title = Nobody to follow yet
following-empty-text = Follow somebody whose clips you like, and their next ones appear here, newest first.
friends-empty-title = No friends here yet
friends-empty-text = When you and somebody follow each other, their clips appear here, newest first.
following-signed-out-title = Clips by people you follow
following-signed-out-text = Sign in, and they appear here, newest first. Whom you follow never leaves your zone.
friends-signed-out-title = Clips by your friends
friends-signed-out-text = Sign in, and the clips of people who follow you back appear here.
to-for-you = To “For you”

clip-gone-title = This clip is not here
clip-gone-text = It may have been taken back by its owner, or it is not for everybody.
