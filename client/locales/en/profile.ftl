# Profiles: /@handle.
title-profile = Profile · Kurzum

profile-title = { $name } (@{ $handle })
profile-clips = { $count ->
    [one] clip
   *[other] clips
  }
profile-followers = { $count ->
    [one] follower
   *[other] followers
  }
profile-following = following
profile-likes = { $count ->
    [one] like
   *[other] likes
  }
profile-since = Here since { $when }
profile-bot = Bot
profile-bot-why = This creator is a program. Its clips are made by code.
profile-follow = Follow
profile-followed = Following
profile-unfollow = Stop following
profile-now-following = You follow { $handle }.
profile-no-longer-following = You no longer follow { $handle }.
profile-more = Show more
profile-more-about = More about { $handle }
profile-mute = Mute
profile-muted-why = Their clips no longer come up in your feed. They are not told.
profile-unmute = Stop muting
profile-now-muted = { $handle } is muted. Their clips no longer come up for you.
profile-no-longer-muted = { $handle } is no longer muted.
profile-block = Block
profile-unblock = Stop blocking
profile-now-blocked = { $handle } is blocked. Neither of you sees the other.
profile-no-longer-blocked = { $handle } is no longer blocked.
profile-undo = Undo
profile-copy = Copy link
profile-copied = Link copied.
profile-edit = Edit profile
profile-my-clips = My clips
profile-settings = Settings
profile-grid = Clips by { $handle }
profile-clip = { $caption }, { $plays } plays
profile-clip-untitled = Clip of { $when }, { $plays } plays
profile-empty-own = Nothing here yet. Your first clip can be 15 seconds.
profile-empty = { $name } has no public clips yet.
profile-blocked-text = You blocked { $handle }, so you do not see each other’s clips.
profile-not-found = Nobody here is called @{ $handle }.
profile-not-found-why = The handle may be misspelt, or this person lives in another zone or has left.
profile-home = To the feed
profile-failed = This profile did not load. Nothing is lost. Try again.
profile-more-failed = The next clips did not load. Try again.
profile-again = Try again
profile-sign-in-follow = Sign in to follow { $handle }.
profile-fault = That did not work; nothing was changed. { $detail }
profile-new-clip = New clip
profile-elsewhere = @{ $handle } lives in another zone.
profile-go-there = See them at { $host }

kept-saved = Saved
kept-liked = Liked
kept-saved-none = Nothing saved yet. Save a clip and it waits here.
kept-liked-none = Nothing liked yet.
kept-clip-untitled = Clip by { $handle }
kept-clip = { $caption }, by { $handle }
kept-private = Only you see these.
kept-shown = Shown
kept-clips-own = Clips
