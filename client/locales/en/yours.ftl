# Your feed: what For You knows of a person, and how they change it.
title-your-feed = Your feed · Kurzum

yours-title = Your feed
yours-back = Settings
yours-lede = What For You knows of you, and how to change it. It is kept under your own key.
yours-learned = { $watches ->
    [0] Nothing that you watched counts yet.
    [one] Told from the one clip that you watched.
   *[other] Told from the latest { $watches } times that you watched a clip.
  }
yours-since = You began anew on { $day }; what you watched before does not count.

yours-interests = What it goes by
yours-kind-creator = Creator
yours-kind-sound = Sound
yours-kind-topic = Topic
yours-kind-language = Language
yours-strength = Strength of { $name }
yours-watched = { $watches ->
    [0] No clip watched.
    [one] One clip watched.
   *[other] { $watches } clips watched.
  }
yours-brought = { $picks ->
    [0] It brought none of your last clips.
    [one] It brought one of your last clips.
   *[other] It brought { $picks } of your last clips.
  }
yours-hide = Hide
yours-hide-name = Hide { $name }
yours-language = Change
yours-language-name = Change { $name }
yours-empty-title = Nothing learned yet
yours-empty-text = Watch a few clips. What you stay with stands here a moment later, and you can change it.

yours-hidden = Hidden from For You
yours-hidden-none = Nothing is hidden. What you hide here, or from “Why this clip”, stays out of For You until you show it again.
yours-hidden-since = Since { $day }
yours-show-name = Show again: { $name }

yours-anew = Begin anew
yours-anew-lede = For You forgets what it learned, and gets to know you again.
yours-anew-title = Begin anew?
yours-anew-goes = Gone: every interest above. The next page is as for somebody new.
yours-anew-stays = Stays: what you have seen, what you hide, what you like and whom you follow.
yours-anew-back = You can take it back until you change something else here.
yours-anew-yes = Begin anew
yours-anew-no = Keep it
yours-anew-done = For You gets to know you again.

yours-changed-reset = You began anew.
yours-changed-hide = You hid { $name }.
yours-changed-show = You show something again.
yours-undone = Taken back.
problem-nothing_to_undo = There is nothing to take back any more. This is how it is now.

yours-loading = Loading your feed
yours-failed = Your feed did not load
yours-locked-title = Locked for the moment
yours-locked-text = What For You knows of you lies under your key, and the custodian who keeps it cannot be reached. Nothing was opened and nothing is lost. Clips go on, as for everybody.
yours-signed-out = Signed out, For You knows nothing of you. Sign in, and here you see what it goes by and change it.
