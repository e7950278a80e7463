# Uploading a clip, and the list of my clips.
title-upload = Upload · Kurzum
title-clips = Your clips · Kurzum

upload-title = New clip
upload-lede = { $min } to { $max } seconds, upright looks best. It stays on this device until you press Upload.
upload-choose = Choose a video
upload-record = Record
upload-drop = or drop one here
upload-drop-now = Let go to take this clip
upload-limits = Up to { $size }. MP4, MOV, WebM or MKV.
upload-other = Choose another
upload-preview = Preview of your clip
upload-no-preview = This browser cannot show this kind of video. We can still take it.
upload-file = { $name }, { $size }
upload-looking = Looking at your file

upload-several = One clip at a time. We took the first one.

rejected-empty = This file is empty. Choose another one.
rejected-too_long = This clip is { $seconds } seconds long. Clips last at most { $max }. Shorten it and choose it again.
rejected-too_short = This clip is { $seconds } seconds long. Clips last at least { $min }. Choose a longer one.
rejected-too_long-plain = This clip is longer than { $max } seconds. Shorten it and choose it again.
rejected-too_short-plain = This clip is shorter than { $min } seconds. Choose a longer one.
rejected-too_large = This file has { $size }; at most { $max } can be taken. Export it smaller and choose it again.
rejected-too_large-plain = This file is too large. Export it smaller and choose it again.
rejected-too_many_pixels = This picture has too many pixels. Export it at 4K or less and choose it again.
rejected-too_small = This picture is too small. Each side needs at least 96 pixels. Choose a larger one.
rejected-too_demanding = This video takes more memory than we have. Export it as an ordinary MP4 and try again.
rejected-not_a_video = This file is no video. Choose a video.
rejected-no_picture = This file has sound but no picture. Choose a video with a picture.
rejected-encrypted = This file is encrypted, so nobody could watch it. Export it without protection.
rejected-damaged = This file is damaged and cannot be read. Record or export it again.
rejected-unsupported = This kind of video cannot be read. Export it as MP4.
rejected-timed_out = Preparing this clip took too long. Your upload was deleted. Try again, or export it smaller.
rejected-other = This clip could not be taken. { $detail }

upload-caption-label = Caption
upload-caption-hint = What do we see?
upload-caption-left = { $left ->
    [one] { $left } character left
   *[other] { $left } characters left
  }
upload-caption-over = { $over ->
    [one] { $over } character too many
   *[other] { $over } characters too many
  }
upload-language-label = Language of the clip
upload-visibility-label = Who sees it
visibility-public = Everybody
visibility-public-why = In the feed, on your profile, and by link.
visibility-friends = Friends
visibility-friends-why = People you follow who follow you back.
visibility-private = Only me
visibility-private-why = Nobody else, until you change it.
upload-submit = Upload
upload-file-missing = Choose a video first.

upload-sending = Uploading
upload-progress = { $sent } of { $total }
upload-left-seconds = { $count ->
    [one] one second left
   *[other] { $count } seconds left
  }
upload-left-minutes = { $count ->
    [one] one minute left
   *[other] { $count } minutes left
  }
upload-left-unknown = Measuring the line
upload-pause = Pause
upload-resume = Go on
upload-cancel = Cancel
upload-cancelled = Upload cancelled.
upload-paused = Paused. What was sent is kept.
upload-offline = No connection. What was sent is kept; it goes on by itself.
upload-waiting = Getting ready
upload-saved = Safe to reload or leave: it goes on from here.
upload-not-saved = Keep this page open: this browser could not store the file.
upload-file-gone = This browser no longer has the file. Choose “{ $name }” again and it goes on where it stopped.
upload-file-again = Choose the file
upload-file-differs = This is another file. Choose “{ $name }” ({ $size }).
upload-expired = The pause was too long and what was sent has been deleted. It starts again from the beginning.
upload-signed-out = You are signed out. Sign in and it goes on.
upload-failed = The upload stopped. { $detail }
upload-again = Try again
upload-remove = Remove

state-uploading = Uploading
state-uploaded = Arrived. Next: preparing it.
state-probing = Looking at the file
state-encoding = Preparing it for every screen
state-published = Published
state-private = Ready. Only you see it.
state-friends = Ready. Your friends see it.
state-rejected = Not taken
state-withdrawn = Withdrawn
state-removed = Removed
state-erased = Deleted

upload-done-public = Published. Others can see it now.
upload-done-friends = Ready. Your friends can see it now.
upload-done-private = Ready. Only you can see it.
upload-done-more = Sharper and smaller versions follow by themselves.
upload-watch = Watch it
upload-mine = My clips
upload-another = Upload another
upload-sign-in = To upload, people need to know who made it.
upload-metadata = Place, device and all other hidden notes are removed from the file.

clips-title = My clips
clips-empty = No clips yet. Your first one can be 15 seconds.
clips-new = New clip
clips-more = Show more
clips-failed = Your clips did not load. They are safe. Try again.
clips-untitled = Without a caption
clips-edit = Edit
clips-edit-title = Edit clip
clips-save = Save
clips-saved = Saved.
clips-cancel = Cancel
clips-withdraw = Withdraw
clips-withdrawn = Withdrawn. Nobody else sees it now.
clips-undo = Undo
clips-publish = Publish again
clips-published-again = Published again.
clips-delete = Delete
clips-delete-title = Delete this clip?
clips-delete-text = The clip, its picture, its likes and its link go for good. To hide it for a while, withdraw it.
clips-delete-yes = Delete for good
clips-deleted = Deleted.
clips-limit = Limited: { $reason }
clips-actions = Actions for { $clip }
clips-fault = That did not work; nothing was changed. { $detail }
clips-loading = Loading your clips
clips-likes-plays = { $plays } plays, { $likes } likes
audience-shown = { $shown ->
    [one] Shown to one person, { $share } watched to the end.
   *[other] Shown to { $shown } people, { $share } watched to the end.
  }
audience-waiting = For You has not shown it yet. Every new clip gets a first audience of { $goal } people.
audience-running = First audience: { $shown } of { $goal }
audience-done = It has had its first audience. How far it goes on depends on who stays.
audience-promoted = Promoted: people stay, so For You shows it on.
problem-upload_too_large = This file is larger than clips may be. Export it smaller and choose it again.
problem-too_many_uploads = Too many of your clips are waiting already. Nothing is lost: try again when they are ready.
problem-upload_expired = The pause was too long and what was sent has been deleted. Try again and it starts from the beginning.
problem-bad_caption = The caption has a character that cannot be kept. Change the caption and try again.
rejected-gone = This clip is no longer there. It was deleted in the meantime.
